import { expect, test } from "vitest";
import { wordSimilarity } from "../../../../models/relevance/members/word-similarity.ts";
import { relevance } from "../../../../models/relevance/relevance.ts";
import type { CurvePoint } from "../../../../schemas/manifest.ts";
import { pairTexts } from "../../../support/pair-texts.ts";
import { bareSurroundings, quietRun } from "../../../support/training-run.ts";

function rowsOf(pairs: readonly (readonly [string, string])[]) {
  const range = { labelMin: 1, labelMax: 3, grades: new Float32Array(pairs.length).fill(2) };
  return {
    featureSet: "test-1",
    names: [],
    values: new Float32Array(),
    count: pairs.length,
    texts: pairTexts(pairs),
    ...range,
  };
}

const pairs = Array.from({ length: 40 }, (_, i) => [`saw ${i % 4}`, `steel saw ${i % 5} blade`] as const);
const rows = rowsOf(pairs);
const folds = Uint8Array.from({ length: 40 }, (_, i) => i % 4);
const learn = (given = rows, run = quietRun()) =>
  wordSimilarity.fit(given, folds.slice(0, given.count), relevance.defaults, run);

test("wordSimilarity: says how alike the words are, and how well the query's are met", async () => {
  const { member } = await learn();
  const asked = rowsOf([
    ["steel saw", "saw steel"],
    ["saw", "blade"],
    ["zorblax", "saw"],
  ]);
  const [whole, wholeMet, some, someMet, unknown, unknownMet] = await member.columns(asked);
  expect([whole, wholeMet]).toEqual([expect.closeTo(1, 5), 1]);
  expect(some).toBeLessThan(1);
  expect(someMet).toBeLessThan(1);
  // a word it has not met has a vector of its own
  expect(Math.abs(unknown!)).toBeLessThan(0.5);
  expect(unknownMet).toBeNaN();
});

test("wordSimilarity: out of fold it says what vectors say that learned from the rows of other folds", async () => {
  const { outOfFold, member } = await learn();
  const others = rowsOf(pairs.filter((_, i) => folds[i] !== 2));

  const { member: without } = await wordSimilarity.fit(
    others,
    new Uint8Array(others.count),
    relevance.defaults,
    quietRun(),
  );
  const said = await without.columns(rows);
  const inFold = pairs.flatMap((_, i) => (folds[i] === 2 ? [2 * i, 2 * i + 1] : []));
  expect(inFold.map((at) => outOfFold[at])).toEqual(inFold.map((at) => said[at]));
  expect([...outOfFold]).not.toEqual([...(await member.columns(rows))]);
});

test("wordSimilarity: is kept whole in its files", async () => {
  const { member } = await learn();
  const loaded = await wordSimilarity.load(member.save(), bareSurroundings);
  expect(await loaded.columns(rows)).toEqual(await member.columns(rows));
  await expect(wordSimilarity.load({}, bareSurroundings)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});

test("wordSimilarity: its epochs are no learning curve of the champion", async () => {
  const curve: CurvePoint[] = [];
  await learn(rows, quietRun({ learned: (point) => curve.push(point) }));
  expect(curve).toEqual([]);
});

test("wordSimilarity: learns from words that no text repeats, and refuses texts without any", async () => {
  const { member } = await learn(rowsOf([["saw", "steel blade"]]));
  const [likeness, met] = await member.columns(rowsOf([["blade", "steel blade"]]));
  expect(likeness).toBeGreaterThan(0.3);
  expect(met).toBe(1);
  const wordless = rowsOf([["", ""]]);
  const none = {
    ...wordless,
    texts: { ...wordless.texts, texts: wordless.texts.texts.map((text) => ({ ...text, words: [] })) },
  };
  await expect(learn(none)).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
});
