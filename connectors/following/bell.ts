import type { Clock } from "../clock.ts";

/** Wakes those in this process who wait for something new under a name. */
export class Bell {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Wakes all who wait on a name now. */
  ring(name: string): void {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) for (const wake of [...waiting]) wake();
  }

  /** Resolves at the next ring, after `ms`, or when the signal aborts. */
  async wait(name: string, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const over = new AbortController();
    const wake = () => over.abort();
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting.add(wake));
    signal.addEventListener("abort", wake);
    try {
      await this.#clock.wait(ms, over.signal);
    } finally {
      signal.removeEventListener("abort", wake);
      waiting.delete(wake);
    }
  }
}
