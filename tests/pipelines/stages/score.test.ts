import { expect, test } from "vitest";
import type { FeatureRows, Model } from "../../../models/model.ts";
import { queryHashes } from "../../../models/seen-queries.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { emitted } from "../../../pipelines/evaluation/score-events.ts";
import { assemble, type LiveModels } from "../../../pipelines/live-models.ts";
import { embedStage } from "../../../pipelines/stages/embed.ts";
import { scoreStage } from "../../../pipelines/stages/score.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import { featureNames } from "../../../schemas/feature-sets.ts";
import { aSearch } from "../../support/events.ts";

/** Scores a pair by its share of query words in the title, on a range from 1 to 3. */
const overlapModel: Model = {
  kind: "overlap",
  scoreMin: 1,
  scoreMax: 3,
  score: async ({ values, names, count }: FeatureRows) =>
    Float32Array.from(
      { length: count },
      (_, row) => 1 + 2 * values[row * names.length + names.indexOf("word_overlap")]!,
    ),
  save: () => ({}),
  close: async () => {},
};

const live = assemble("overlap-4", overlapModel, emptyVocabulary, queryHashes(["angle bracket"]));
const models: LiveModels = { current: async () => live };

async function embeddedSearch(query: string, titles: readonly string[]) {
  const products = titles.map((title, i) => ({
    ...aSearch({}).products[0]!,
    productId: `p${i}`,
    title,
    position: i + 1,
  }));
  return emitted(
    await embedStage(models).run(emitted(await tokenizeStage(models).run([aSearch({ query, products })]))),
  )[0]!;
}

test("score: every product keeps its place and gets the model's score with the features that made it", async () => {
  const [outcome] = await scoreStage(models).run([
    await embeddedSearch("Angle bracket", ["Garden Hose", "Steel Angle", "Angle Bracket"]),
  ]);
  expect(outcome).toMatchObject({
    emit: [
      {
        model: "overlap-4",
        featureSet: "lexical-2",
        isSeenQuery: true,
        scoreMin: 1,
        scoreMax: 3,
        queryWords: 2,
        products: [
          { productId: "p0", score: 1 },
          { productId: "p1", score: 2 },
          { productId: "p2", score: 3 },
        ],
      },
    ],
  });
  const [event] = emitted([outcome!]);
  expect(event!.products[1]!.features[featureNames.indexOf("word_overlap")]).toBe(0.5);
});

/** Compares the vectors of its own embedder, which says how many letters a text has and how many words. */
const countingModel: Model = {
  ...overlapModel,
  kind: "counting",
  embedder: {
    space: "counts/1",
    dimensions: 2,
    embed: async (texts) => texts.map(({ raw, words }) => Float32Array.of(raw.length, words.length)),
    close: async () => {},
  },
  score: async ({ count, vectors }) =>
    Float32Array.from({ length: count }, (_, row) => {
      const [query, title] = [vectors!.query[row]!, vectors!.title[row]!];
      return title[0]! - query[0]! + 100 * (title[1]! - query[1]!);
    }),
};

test("embed, score: a model with an embedder of its own compares what that made of the texts as they came", async () => {
  const own = assemble("counting-1", countingModel, emptyVocabulary, undefined);
  const ownModels: LiveModels = { current: async () => own };
  const products = ["Oak", "Oak shelf, white"].map((title) => ({ ...aSearch().products[0]!, title }));
  const tokenized = emitted(await tokenizeStage(ownModels).run([aSearch({ query: "oak", products })]));
  const embedded = emitted(await embedStage(ownModels).run(tokenized));
  const [event] = emitted(await scoreStage(ownModels).run(embedded));
  expect([event!.space, event!.model]).toEqual(["counts/1", "counting-1"]);
  expect(event!.products.map(({ score }) => score)).toEqual([0, 13 + 200]);
});

test("score: a model that reads texts has those of each pair, search by search", async () => {
  const asked: FeatureRows[] = [];
  const model: Model = {
    ...overlapModel,
    async score(rows) {
      asked.push(rows);
      return new Float32Array(rows.count);
    },
  };
  const reading: LiveModels = { ...models, current: async () => ({ ...live, model }) };
  await scoreStage(reading).run([
    await embeddedSearch("Garden hose", ["Green Hose", "Oak"]),
    await embeddedSearch("none", []),
    await embeddedSearch("Oak", ["Oak shelves"]),
  ]);
  const { texts, searches } = asked[0]!;
  const raw = (places: Uint32Array) => Array.from(places, (place) => texts!.texts[place]!.raw);
  expect([raw(texts!.query), raw(texts!.title)]).toEqual([
    ["Garden hose", "Garden hose", "Oak"],
    ["Green Hose", "Oak", "Oak shelves"],
  ]);
  expect(texts!.texts[texts!.title[2]!]).toEqual({
    raw: "Oak shelves",
    words: ["oak", "shelves"],
    stems: ["oak", "shelv"],
  });
  expect(searches).toEqual(Uint32Array.of(0, 0, 2));
});

test("score: says that a query was not met in training", async () => {
  const [event] = emitted(await scoreStage(models).run([await embeddedSearch("hose", ["Hose"])]));
  expect(event!.isSeenQuery).toBe(false);
});

test("score: a search without products passes with none", async () => {
  expect(emitted(await scoreStage(models).run([await embeddedSearch("hose", [])]))[0]!.products).toEqual([]);
});

test("score: an event of another vocabulary or space is made anew for the champion, its neighbours stay as they are", async () => {
  const good = await embeddedSearch("hose", ["Hose", "Saw"]);
  const [own] = emitted(await scoreStage(models).run([good]));
  const strange = { ...good, space: "nobody's", queryVector: Buffer.alloc(8), vocabulary: "lost" };
  const sameSpace = { ...good, vocabulary: "lost", queryText: { words: [], stems: [], rewrites: [] } };
  expect(emitted(await scoreStage(models).run([strange, good, sameSpace]))).toEqual([own, own, own]);
});

test("score: vectors that are none reject their event alone", async () => {
  const good = await embeddedSearch("hose", ["Hose"]);
  const broken = [Buffer.alloc(3), Buffer.alloc(8), Buffer.alloc(512, 0xff)].map((queryVector) => ({
    ...good,
    queryVector,
  }));
  const outcomes = await scoreStage(models).run([...broken, good]);
  expect(outcomes.map((outcome) => "reject" in outcome)).toEqual([true, true, true, false]);
});
