import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openEmbeddedLog } from "../../connectors/embedded/embedded-log.ts";

/** How many events were scored at a moment, and how many of those scores recorded. */
export interface Mark {
  readonly ms: number;
  readonly scored: number;
  readonly recorded: number;
}

const lookEveryMs = 100;

/** Looks from outside how far another process is that scores and records in a data folder; `end` gives what was seen. */
export function watchScores(data: string): { end(): Promise<readonly Mark[]> } {
  const marks: Mark[] = [];
  const stop = new AbortController();
  const watching = (async () => {
    const folder = join(data, "log");
    while (!stop.signal.aborted && !existsSync(folder)) await wait();
    const log = await openEmbeddedLog({ folder, isReadOnly: true });
    for (let isLast = false; !isLast; await wait()) {
      isLast = stop.signal.aborted;
      const scored = (await log.extents("scores")).reduce((sum, { end }) => sum + end, 0);
      const recorded = (await log.committed("scores", "record")).reduce<number>((sum, next) => sum + (next ?? 0), 0);
      marks.push({ ms: performance.now(), scored, recorded });
    }
    await log.close();
  })();
  return {
    async end() {
      stop.abort();
      await watching;
      return marks;
    },
  };
}

function wait(): Promise<void> {
  return new Promise((done) => setTimeout(done, lookEveryMs));
}

/**
 * Rows a second from when a fifth of the events is scored, and nothing starts any more, until all are recorded; NaN where the marks don't tell. What is left
 * of recording that fifth is in it, so it is rather too low.
 */
export function steadyRate(marks: readonly Mark[], rows: number): number {
  const all = marks.at(-1)?.scored ?? 0;
  const from = marks.find(({ scored }) => scored > 0 && scored >= all / 5);
  const to = marks.find(({ recorded }) => recorded === all);
  if (from === undefined || to === undefined || to.ms === from.ms) return Number.NaN;
  return ((1 - from.scored / all) * rows * 1000) / (to.ms - from.ms);
}
