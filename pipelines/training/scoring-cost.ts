import type { Clock } from "../../connectors/clock.ts";
import type { Model } from "../../models/model.ts";
import { type JudgedRows, rowsBetween } from "./judged-rows.ts";
import { scoreRows } from "./score-rows.ts";

/** Rows that are timed at once: enough for a steady figure, few enough for a sentence encoder to be done within seconds. */
const timedRows = 1_000;
/** Rows before, for what is made at the first call. */
const warmingRows = 8;
/** How often, each time with other rows: the quickest tells most of the model, and least of what else the machine does. */
const times = 3;

/** Milliseconds that processors have worked for this process: other processes that keep them busy don't count. */
export const processorTime: Pick<Clock, "now"> = {
  now() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * Milliseconds for 1,000 scores once the features are there. Give it the model as a stream loads it: one that has just learned may
 * remember the vectors of these very texts.
 */
export async function scoringCost(model: Model, rows: JudgedRows, clock: Pick<Clock, "now">): Promise<number> {
  const { count } = rows.features;
  await scoreRows(model, rowsBetween(rows, 0, Math.min(warmingRows, count)));
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times && (time === 0 || (time + 1) * timedRows <= count); time++) {
    const timed = rowsBetween(rows, time * timedRows, Math.min(count, (time + 1) * timedRows));
    const began = clock.now();
    await scoreRows(model, timed);
    least = Math.min(least, ((clock.now() - began) * 1000) / timed.features.count);
  }
  return least;
}
