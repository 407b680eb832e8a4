import { TwinstreamError } from "../../schemas/errors.ts";
import { kindOf } from "./patience.ts";

/** For so long a member goes on without a success before it gives up, milliseconds. */
export const troubleMs = 120_000;

const forGood =
  /AUTHORIZATION_FAILED|AUTHENTICATION|SASL|TOO_LARGE|INVALID_TRANSACTION_TIMEOUT|INVALID_SESSION_TIMEOUT|UNSUPPORTED|NotImplemented/;

/** Whether it is of no use to try again: a right is missing, a record too large, something that was named isn't there. */
export function isForGood(error: unknown): boolean {
  if (error instanceof TwinstreamError) return error.cause === undefined || isForGood(error.cause);
  return forGood.test(kindOf(error));
}
