import type { Clock } from "../../connectors/clock.ts";
import type { Model } from "../../models/model.ts";
import type { JudgedRows } from "./judged-rows.ts";
import { scoreRows } from "./score-rows.ts";

/** Rows that are timed: enough for a steady figure, few enough for a sentence encoder to be done within seconds. */
const timedRows = 1_000;
/** Rows before, for what is made at the first call. */
const warmingRows = 8;

/**
 * Milliseconds for 1,000 scores once the features are there. Give it the model as a stream loads it: one that has just learned may
 * remember the vectors of these very texts.
 */
export async function scoringCost(model: Model, rows: JudgedRows, clock: Pick<Clock, "now">): Promise<number> {
  await scoreRows(model, firstRows(rows, warmingRows));
  const timed = firstRows(rows, timedRows);
  const began = clock.now();
  await scoreRows(model, timed);
  return ((clock.now() - began) * 1000) / timed.features.count;
}

function firstRows(rows: JudgedRows, most: number): JudgedRows {
  const { features } = rows;
  const count = Math.min(most, features.count);
  return {
    ...rows,
    features: { ...features, count, values: features.values.subarray(0, count * features.names.length) },
  };
}
