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
  // the timers of `node:timers/promises` make an error with its stack for each wait that is cut short, as that of every answer is
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, longestMs));
      signal?.addEventListener("abort", end, { once: true });
    }),
};
