import { setTimeout as sleep } from "node:timers/promises";

/** Time, passed in wherever it matters, so that a test can move it by hand. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal aborts; it never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest that one timer of Node can be set for. */
const longestMs = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async wait(ms, signal) {
    try {
      await sleep(Math.min(ms, longestMs), undefined, { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
