import { Worker } from "node:worker_threads";
import type { Clock } from "../../connectors/clock.ts";
import { errorOf } from "../thread-failure.ts";
import type { QualityReport } from "./quality-report.ts";
import type { QualityMessage, QualityOrder } from "./quality-worker.ts";

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** How far back a report looks, milliseconds. */
export const qualityWindows = {
  "15m": 15 * minute,
  "1h": hour,
  "1d": day,
  "7d": 7 * day,
  "30d": 30 * day,
  all: Number.POSITIVE_INFINITY,
} as const;

/** How far back a report looks. */
export type QualityWindow = keyof typeof qualityWindows;

/** Gives reports of quality to whoever asks, one at a time made anew, and again while it is fresh. */
export interface QualityDesk {
  /** The report of a window that ends now, or did ten seconds ago at most; null where nothing was judged in it. Throws what reading the tables throws. */
  report(window: QualityWindow): Promise<QualityReport | null>;
}

/** A report is given again for so long. */
const freshMs = 10_000;

/** Opens a desk over the tables of a folder, which is asked for anew each time. */
export function openQualityDesk(
  folder: () => Promise<string>,
  clock: Clock,
  make: (order: QualityOrder) => Promise<QualityReport | null> = makeInThread,
): QualityDesk {
  const given = new Map<QualityWindow, { readonly report: Promise<QualityReport | null>; madeAt: number }>();
  let last: Promise<unknown> = Promise.resolve();
  const start = (window: QualityWindow) => {
    const made = last.then(async () => {
      const to = clock.now();
      return make({ tablesFolder: await folder(), from: Math.max(0, to - qualityWindows[window]), to });
    });
    const fresh = { report: made, madeAt: Number.POSITIVE_INFINITY };
    given.set(window, fresh);
    last = made.then(
      () => {
        fresh.madeAt = clock.now();
      },
      () => given.delete(window),
    );
    return made;
  };
  return {
    report(window) {
      const known = given.get(window);
      return known !== undefined && clock.now() - known.madeAt <= freshMs ? known.report : start(window);
    },
  };
}

/** Makes a report in a thread of its own, which the process does not wait for in the end. */
function makeInThread(order: QualityOrder): Promise<QualityReport | null> {
  const worker = new Worker(new URL("./quality-worker.js", import.meta.url), { workerData: order });
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once("message", (message: QualityMessage) => {
      if ("report" in message) resolve(message.report);
      else reject(errorOf(message.failed));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a report of quality ended with code ${code}`)));
  });
}
