import { expect, test } from "vitest";
import { scoreEvents } from "../../../pipelines/evaluation/score-events.ts";
import { explainScores } from "../../../pipelines/explain/explain-scores.ts";
import { aProduct, aSearch } from "../../support/events.ts";
import { liveOnShop } from "../../support/trained-model.ts";

const live = await liveOnShop();
const titles = ["Oak Floating Shelf 24 in.", "White Ceiling Fan", "24 in. White Shelf Bracket"];
const query = "white shelfs 24 in.";

/** The scores that the stream gives the titles. */
async function served(text: string): Promise<readonly number[]> {
  const event = aSearch({ query: text, products: titles.map((title) => aProduct({ title })) });
  const batches = async function* () {
    yield [{ topic: "searches" as const, event }];
  };
  for await (const [scored] of scoreEvents(live, batches())) return scored!.products.map(({ score }) => score);
  return [];
}

test("explain scores: gives each title the score that it is served with, best first", async () => {
  const { model, products, reading } = await explainScores(live, query, titles);
  const scores = await served(query);
  expect(model).toBe("ridge-1");
  expect(reading.words).toEqual(["white", "shelfs", "24in"]);
  expect(new Map(products.map(({ title, score }) => [title, score]))).toEqual(
    new Map(titles.map((title, i) => [title, scores[i]])),
  );
  expect(products.map(({ score }) => score)).toEqual(scores.toSorted((a, b) => b - a));
});

test("explain scores: base and contributions add up to the score", async () => {
  const { base, products, scoreMin, scoreMax } = await explainScores(live, query, titles);
  for (const { score, contributions } of products) {
    const sum = contributions!.reduce((total, { adds }) => total + adds, base!);
    expect(Math.min(scoreMax, Math.max(scoreMin, sum))).toBeCloseTo(score, 5);
    expect(contributions!.every(({ value, says }) => value !== undefined && says !== undefined)).toBe(true);
  }
});

test("explain scores: aligns the words, and names what was not asked for", async () => {
  const { products } = await explainScores(live, query, titles);
  const bracket = products.find(({ title }) => title === titles[2])!;
  expect(bracket.matches.map(({ query: asked, rule }) => [asked.written, rule])).toEqual([
    ["white", "exact"],
    ["shelfs", "stem"],
    ["24 in.", "exact"],
  ]);
  expect(bracket.unmatched.map(({ written }) => written)).toEqual(["bracket"]);
});

test("explain scores: leaves out each piece of the query in turn", async () => {
  const { products } = await explainScores(live, query, titles);
  const oak = products.find(({ title }) => title === titles[0])!;
  const scores = await Promise.all(["shelfs 24 in.", "white 24 in.", "white shelfs"].map(served));
  const expected = ["white", "shelfs", "24 in."].map((piece, i) => ({
    piece,
    score: scores[i]![0],
    adds: expect.closeTo(oak.score - scores[i]![0]!, 5),
  }));
  expect(oak.without).toEqual(expected);
});

test("explain scores: what the range hides, the order of equal scores and the pieces show", async () => {
  const narrow = { ...live.model, scoreMax: 1.1, score: async () => new Float32Array(3).fill(1.1) };
  const wide = await explainScores(live, query, titles);
  const { products } = await explainScores({ ...live, model: narrow }, query, titles);
  expect(products.map(({ title, score }) => [title, score])).toEqual(
    wide.products.map(({ title }) => [title, Math.fround(1.1)]),
  );
  expect(products[0]!.without.map(({ adds }) => adds)).toEqual(
    wide.products[0]!.without.map(({ adds }) => expect.closeTo(adds, 5)),
  );
});

test("explain scores: a model that can't tell what its scores are made of still shows words and pieces", async () => {
  const { explain: _explain, ...model } = live.model;
  const explanation = await explainScores({ ...live, model }, "white shelf", titles);
  expect(explanation).not.toHaveProperty("base");
  expect(explanation.products[0]).not.toHaveProperty("contributions");
  expect(explanation.products[0]!.without.map(({ piece }) => piece)).toEqual(["white", "shelf"]);
});
