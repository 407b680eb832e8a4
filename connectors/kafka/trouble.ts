import { TwinstreamError } from "../../schemas/errors.ts";
import { isSettling, kindOf } from "./patience.ts";

/** For so long a member goes on without a success before it gives up, milliseconds. */
const troubleMs = 120_000;

/** For so long a cluster that is young, or has lost a broker, may take to share its work out, milliseconds. */
const settlingMs = 10_000;

/** A row of failures without a success in between. */
export class Trouble {
  #since: number | undefined;
  #last = 0;

  /** Notes a failure; gives how long the row has lasted, milliseconds. One that comes long after the last begins a new row. */
  failed(now: number): number {
    if (this.#since === undefined || now - this.#last > troubleMs) this.#since = now;
    this.#last = now;
    return now - this.#since;
  }

  /** Whether it is of no use to go on: the error is for good, or the row has lasted too long. */
  isHopeless(error: unknown, lastedMs: number): boolean {
    return isForGood(error) || lastedMs > troubleMs;
  }

  /** Whether a person should hear of it: brokers that take their places are not worth a word unless it lasts. */
  isWorthTelling(error: unknown, lastedMs: number): boolean {
    return lastedMs >= settlingMs || !isSettling(error);
  }

  succeeded(): void {
    this.#since = undefined;
  }
}

const forGood =
  /AUTHORIZATION_FAILED|AUTHENTICATION|SASL|TOO_LARGE|INVALID_TRANSACTION_TIMEOUT|INVALID_SESSION_TIMEOUT|UNSUPPORTED|NotImplemented/;

/** A right is missing, a record is too large, something that was named isn't there. */
function isForGood(error: unknown): boolean {
  if (error instanceof TwinstreamError) return error.cause === undefined || isForGood(error.cause);
  return forGood.test(kindOf(error));
}
