import { embedPairs } from "../../models/embedding/embed-pairs.ts";
import type { FeatureRows, Model } from "../../models/model.ts";
import { type JudgedRows, rowsBetween } from "./judged-rows.ts";

/** Vectors of about this many rows are held at once. */
const rowsPerBatch = 4_000;

/** The score of every row, each search whole in one batch as a stream has it; a model that brings its own embedder embeds the texts first. */
export async function scoreRows(model: Model, rows: JudgedRows): Promise<Float32Array> {
  const scores = new Float32Array(rows.features.count);
  for (let first = 0, end: number; first < scores.length; first = end) {
    end = endOfSearch(rows, first + rowsPerBatch);
    scores.set(await model.score(await batchOf(model, rows, first, end)), first);
  }
  return scores;
}

/** The row behind the last of its search: this one, or the next where a search ends. */
function endOfSearch({ features, searches }: JudgedRows, from: number): number {
  let end = Math.min(from, features.count);
  while (end < features.count && searches[end] === searches[end - 1]) end++;
  return end;
}

/** Rows from `first` to before `end`, with the vectors that the model compares. */
async function batchOf(model: Model, rows: JudgedRows, first: number, end: number): Promise<FeatureRows> {
  const { features, texts, searches } = rowsBetween(rows, first, end);
  return {
    ...features,
    texts,
    searches,
    ...(model.embedder && { vectors: await embedPairs(model.embedder, texts) }),
  };
}
