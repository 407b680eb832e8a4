import { expect, test } from "vitest";
import { addComparisons, addSetFeatures, comparedCount, writeCompared } from "../../../models/features/set-features.ts";
import { type FeatureName, featureNames } from "../../../schemas/feature-sets.ts";

/** Rows that differ in bm25 alone; set columns hold what an earlier set left there. */
function rowsOf(bm25: readonly number[]): Float32Array {
  const rows = new Float32Array(bm25.length * featureNames.length).fill(7);
  bm25.forEach((value, row) => {
    rows[row * featureNames.length + featureNames.indexOf("bm25")] = value;
  });
  return rows;
}

const noTitles = (count: number) => Array.from({ length: count }, () => []);

function column(rows: Float32Array, name: FeatureName): readonly number[] {
  return Array.from(rows.filter((_, place) => place % featureNames.length === featureNames.indexOf(name)));
}

test("addSetFeatures: rank, deviation and distance to the best within each search", () => {
  const rows = rowsOf([1, 3, 3, 5, 8, 4]);
  addSetFeatures(rows, { searches: Uint32Array.of(0, 0, 0, 0, 1, 2), titles: noTitles(6) });
  const deviation = Math.sqrt((4 + 0 + 0 + 4) / 4);
  expect(column(rows, "search_products")).toEqual([4, 4, 4, 4, 1, 1]);
  expect(column(rows, "bm25_rank")).toEqual([0, 1 / 3, 1 / 3, 1, Number.NaN, Number.NaN].map(Math.fround));
  expect(column(rows, "bm25_z")).toEqual(
    [-2 / deviation, 0, 0, 2 / deviation, Number.NaN, Number.NaN].map(Math.fround),
  );
  expect(column(rows, "bm25_behind")).toEqual([4, 2, 2, 0, Number.NaN, Number.NaN]);
  expect(column(rows, "tfidf_cosine_z")).toEqual([0, 0, 0, 0, Number.NaN, Number.NaN]);
  expect(column(rows, "tfidf_cosine")).toEqual([7, 7, 7, 7, 7, 7]);
});

test("addSetFeatures: a title is worth more the more it shares with each other title of its search", () => {
  const rows = rowsOf([1, 1, 1, 1]);
  const [oak, shelf, table, leg, lamp] = [0, 5_000, 2, 3, 4];
  const titles = [[oak, shelf], [shelf, oak], [oak, table, leg, 1], [lamp]];
  addSetFeatures(rows, { searches: Uint32Array.of(0, 0, 0, 1), titles });
  const [both, one] = [1, 1 / Math.sqrt(2 * 4)];
  const expected = [(both + one) / 2, (both + one) / 2, one, Number.NaN];
  const mean = (both + 2 * one) / 3;
  expect(column(rows, "title_consensus")).toEqual(expected.map((value) => expect.toSatisfy(near(value))));
  expect(column(rows, "search_consensus")).toEqual(
    [mean, mean, mean, Number.NaN].map((value) => expect.toSatisfy(near(value))),
  );
  expect(column(rows, "title_consensus_z")).toEqual(
    [Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT2, Number.NaN].map((value) => expect.toSatisfy(near(value))),
  );
});

function near(expected: number) {
  return (value: number) => Object.is(value, expected) || Math.abs(value - expected) < 1e-5;
}

test("addSetFeatures: a part of a search is compared within itself", () => {
  const whole = rowsOf([1, 3, 5]);
  addSetFeatures(whole, { searches: Uint32Array.of(4, 4, 4), titles: noTitles(3) });
  const part = whole.slice(0, 2 * featureNames.length);
  addSetFeatures(part, { searches: Uint32Array.of(4, 4), titles: noTitles(2) });
  const alone = rowsOf([1, 3]);
  addSetFeatures(alone, { searches: Uint32Array.of(0, 0), titles: noTitles(2) });
  expect(part).toEqual(alone);
});

test("addSetFeatures: refuses company of other rows", () => {
  const company = { searches: Uint32Array.of(0, 0), titles: noTitles(3) };
  expect(() => addSetFeatures(rowsOf([1, 3]), company)).toThrow("2 rows, but 2 searches and 3 titles");
});

test("addSetFeatures: without company each row stands alone", () => {
  const rows = rowsOf([1, 3]);
  addSetFeatures(rows);
  expect(column(rows, "search_products")).toEqual([1, 1]);
  expect(column(rows, "bm25_rank")).toEqual([Number.NaN, Number.NaN]);
  addSetFeatures(new Float32Array());
});

test("addComparisons: a search in parts gets what it gets as a whole", () => {
  const titles = [[1, 2], [2, 3], [2], [], [1, 2, 4]];
  const numbers = [2, 5, 3, 3, 8];
  const whole = rowsOf(numbers);
  addSetFeatures(whole, { searches: new Uint32Array(5), titles });
  const parts = [rowsOf(numbers.slice(0, 2)), rowsOf(numbers.slice(2, 3)), rowsOf(numbers.slice(3))];
  const similarities = new Float32Array(comparedCount * 5);
  for (const [i, first] of [0, 2, 3].entries()) writeCompared(parts[i]!, similarities, first);
  for (const [i, first] of [0, 2, 3].entries()) addComparisons(parts[i]!, { similarities, titles }, first);
  expect(parts.flatMap((rows) => [...rows])).toEqual([...whole]);
  expect(new Set(column(whole, "bm25_rank")).size).toBe(4);
});
