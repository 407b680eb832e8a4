import type { KafkaSettings } from "./settings.ts";

/** The shortest that brokers allow unless their `group.min.session.timeout.ms` says otherwise. */
const allowedUnlessSetMs = 6_000;

/** How long members of a log may be silent before they lose their partitions: as the settings say, until brokers refuse that as too short. */
export class Session {
  readonly #settings: KafkaSettings;
  readonly #notice: (sentence: string) => void;
  #timeoutMs: number;

  constructor(settings: KafkaSettings, notice: (sentence: string) => void) {
    this.#settings = settings;
    this.#notice = notice;
    this.#timeoutMs = settings.sessionTimeoutMs;
  }

  /** Milliseconds. */
  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  /** After brokers refused a session of so many milliseconds: whether another one is worth an attempt. It is told of once. */
  lengthen(refusedMs: number): boolean {
    if (this.#timeoutMs < allowedUnlessSetMs) {
      this.#timeoutMs = allowedUnlessSetMs;
      this.#notice(insteadOf(this.#settings, refusedMs));
    }
    return refusedMs < this.#timeoutMs;
  }
}

function insteadOf({ brokers }: KafkaSettings, refusedMs: number): string {
  return `the brokers of ${brokers.join(",")} refuse session=${refusedMs}ms, so that it is ${allowedUnlessSetMs}ms: what a killed worker had in hand waits so long for another; for a quicker hand-over set group.min.session.timeout.ms of the brokers to ${refusedMs}, to leave it as it is name session=6s in the address`;
}
