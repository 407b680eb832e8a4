import { expect, test } from "vitest";
import { type Recorder, recorders } from "../../../pipelines/record/rows.ts";
import { codecs } from "../../../schemas/codec.ts";
import { featureNames } from "../../../schemas/feature-sets.ts";
import { featurePlaces, type TableName, tables } from "../../../schemas/tables.ts";
import type { TopicEvents, TopicName } from "../../../schemas/topics.ts";
import { aLabelledSearch, aScoredEvent, aScoredProduct, aSearch } from "../../support/events.ts";
import { recognition } from "../../support/recognition.ts";

const hashUser = (user: string) => `#${user}`;

function rowsOf<Name extends TopicName>(topic: Name, event: TopicEvents[Name]): readonly Record<string, unknown>[] {
  const recorder = recorders.find((other) => other.topic === topic) as unknown as Recorder<TopicName, TableName>;
  return recorder.rows(event, hashUser) as unknown as readonly Record<string, unknown>[];
}

test("recorders: a score brings its features along, whole", () => {
  const features = Float32Array.from(featureNames, (_, i) => i / 2);
  const [row] = rowsOf("scores", aScoredEvent({ products: [aScoredProduct({ features })] }));
  expect(row!.features).toEqual(features);
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

test("recorders: features of another set are not passed off as these", () => {
  const [row] = rowsOf("scores", aScoredEvent({ featureSet: "lexical-0" }));
  expect(row).toMatchObject({ feature_set: "lexical-0", features: null });
});

test("recorders: a search without results is a row with no products", () => {
  expect(rowsOf("searches", aSearch({ products: [] }))).toMatchObject([{ product_count: 0, product_ids: "[]" }]);
});

test("recorders: every row has exactly the columns of its table, features as one", () => {
  const plain = Object.keys(tables.scores).filter((column) => !featurePlaces.has(column));
  expect(Object.keys(rowsOf("scores", aScoredEvent())[0]!).sort()).toEqual([...plain, "features"].sort());
  expect(Object.keys(rowsOf("labels", aLabelledSearch())[0]!).sort()).toEqual(Object.keys(tables.labels).sort());
  expect(Object.keys(rowsOf("searches", aSearch())[0]!).sort()).toEqual(Object.keys(tables.searches).sort());
  const recognised = rowsOf("recognitions", recognition("p1", [0.6, 0.8]));
  expect(Object.keys(recognised[0]!).sort()).toEqual(Object.keys(tables.recognitions).sort());
});

test("recorders: what a product was recognised as, with its vector as numbers", () => {
  const event = recognition("p1", [0.5, -0.25], { category: null, seesPicture: false, note: "the picture is empty" });
  expect(rowsOf("recognitions", event)).toMatchObject([
    {
      product_id: "p1",
      category: null,
      sees_picture: false,
      note: "the picture is empty",
      vector: Float32Array.of(0.5, -0.25),
    },
  ]);
});

test("recorders: a dead letter is of the user whom its record names", () => {
  const letter = { topic: "searches", partition: 0, offset: 7, key: null, time: 1, stage: "score", error: "no model" };
  const usersOf = (value: Buffer) => rowsOf("dead-letters", { ...letter, value }).map(({ user_id }) => user_id);
  expect(usersOf(Buffer.from(codecs.searches.encode(aSearch({ userId: "ada" }))))).toEqual(["#ada"]);
  expect(usersOf(Buffer.of(9))).toEqual([null]);
});
