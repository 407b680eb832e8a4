import { expect, test } from "vitest";
import { type Recorder, recorders } from "../../../pipelines/record/rows.ts";
import { featureNames } from "../../../schemas/feature-sets.ts";
import { type TableName, tables } from "../../../schemas/tables.ts";
import type { TopicEvents, TopicName } from "../../../schemas/topics.ts";
import { aScoredEvent, aScoredProduct, aSearch } from "../../support/events.ts";

const hashUser = (user: string) => `#${user}`;

function rowsOf<Name extends TopicName>(topic: Name, event: TopicEvents[Name]): readonly Record<string, unknown>[] {
  const recorder = recorders.find((other) => other.topic === topic) as unknown as Recorder<TopicName, TableName>;
  return recorder.rows(event, hashUser) as unknown as readonly Record<string, unknown>[];
}

test("recorders: a score's features stand in columns of their own, by name", () => {
  const features = featureNames.map((_, i) => i / 2);
  const [row] = rowsOf("scores", aScoredEvent({ products: [aScoredProduct({ features })] }));
  expect(row).toMatchObject({
    feature_query_words: 0,
    feature_title_words: 0.5,
    [`feature_${featureNames.at(-1)}`]: (featureNames.length - 1) / 2,
  });
});

test("recorders: what the challenger said stands beside the score that counts, and why it said nothing", () => {
  const challenger = { model: "ridge-2", scoreMin: 0, scoreMax: 4, isSeenQuery: true };
  const products = [aScoredProduct({ score: 2, challengerScore: 3.5 })];
  expect(rowsOf("scores", aScoredEvent({ challenger, products }))).toMatchObject([
    {
      model: "mean-1",
      score: 2,
      challenger: "ridge-2",
      challenger_score: 3.5,
      challenger_score_min: 0,
      challenger_score_max: 4,
      challenger_is_seen_query: true,
      challenger_fault: null,
    },
  ]);
  expect(rowsOf("scores", aScoredEvent({ challengerFault: "ridge-2: it is torn" }))).toMatchObject([
    { challenger: null, challenger_score: null, challenger_fault: "ridge-2: it is torn" },
  ]);
});

test("recorders: a missing feature is an empty column", () => {
  const features = featureNames.map((_, i) => (i === 1 ? Number.NaN : 1));
  const [row] = rowsOf("scores", aScoredEvent({ products: [aScoredProduct({ features })] }));
  expect(row).toMatchObject({ feature_query_words: 1, feature_title_words: null });
});

test("recorders: features of another set are not passed off as these", () => {
  const [row] = rowsOf("scores", aScoredEvent({ featureSet: "lexical-0" }));
  expect(row).toMatchObject({ feature_set: "lexical-0", feature_query_words: null, feature_word_overlap: null });
});

test("recorders: a search without results is a row with no products", () => {
  expect(rowsOf("searches", aSearch({ products: [] }))).toMatchObject([{ product_count: 0, product_ids: "[]" }]);
});

test("recorders: every row has exactly the columns of its table", () => {
  expect(columnsOf(rowsOf("scores", aScoredEvent())[0]!)).toEqual(Object.keys(tables.scores).sort());
  expect(columnsOf(rowsOf("searches", aSearch())[0]!)).toEqual(Object.keys(tables.searches).sort());
});

/** Its own columns and those that it reads off a list. */
function columnsOf(row: object): readonly string[] {
  const columns: string[] = [];
  for (const name in row) columns.push(name);
  return columns.sort();
}
