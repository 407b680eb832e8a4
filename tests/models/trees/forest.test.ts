import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { type ForestOptions, type ForestRows, growForest } from "../../../models/trees/forest.ts";
import { predictTrees } from "../../../models/trees/tree-ensemble.ts";

const randomForest: ForestOptions = {
  trees: 30,
  bootstrap: true,
  leaves: Number.POSITIVE_INFINITY,
  depth: Number.POSITIVE_INFINITY,
  minRows: 3,
  minGain: 0,
  l2: 0,
  thresholds: "best",
  columnsPerTree: 1,
  columnsPerNode: 0.5,
};
const extraTrees: ForestOptions = { ...randomForest, bootstrap: false, thresholds: "random" };
const run = { seed: 1, threads: 1, signal: new AbortController().signal };

/** Rows whose target follows from three of four columns, with noise. */
function drawn(count: number, seed: number): ForestRows {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: count * 4 }, () => random.uniform());
  const targets = Float32Array.from({ length: count }, (_, row) => {
    const [x, y, z] = values.subarray(row * 4, row * 4 + 3);
    return 5 + Math.sin(5 * x!) + (y! > 0.5 ? z! : 0) + 0.2 * random.uniform();
  });
  return { values, targets, count, columns: 4 };
}

const [rows, held] = [drawn(2000, 1), drawn(1000, 2)];

function errorOf(scores: Float64Array, { targets }: ForestRows): number {
  return Math.sqrt(targets.reduce((sum, target, i) => sum + (target - scores[i]!) ** 2, 0) / targets.length);
}

test.each([
  ["random forest", randomForest],
  ["extra trees", extraTrees],
])("growForest: a %s learns what a single tree does not", async (_, options) => {
  const forest = await growForest(rows, options, run);
  const single = await growForest(rows, { ...options, trees: 1 }, run);
  const [error, alone] = [forest, single].map(({ ensemble }) => errorOf(predictTrees(ensemble, held.values), held));
  const spread = errorOf(new Float64Array(held.count).fill(5.7), held);
  expect(error).toBeLessThan(spread / 4);
  expect(error).toBeLessThan(alone! * 0.85);
});

test("growForest: rows out of the bag tell the error on unseen rows", async () => {
  const { ensemble, outOfBag } = await growForest(rows, randomForest, run);
  const unseen = errorOf(predictTrees(ensemble, held.values), held);
  const seen = errorOf(predictTrees(ensemble, rows.values), rows);
  const outside = errorOf(outOfBag, rows);
  expect(Math.abs(outside / unseen - 1)).toBeLessThan(0.15);
  expect(seen).toBeLessThan(0.8 * outside);
});

test("growForest: a row out of the bag gets the mean of the trees that did not see it", async () => {
  const { outOfBag, ensemble } = await growForest(rows, { ...randomForest, trees: 1 }, run);
  const scores = predictTrees(ensemble, rows.values);
  const outside = [...outOfBag.keys()].filter((row) => !Number.isNaN(outOfBag[row]!));
  expect(outside.length / rows.count).toBeCloseTo(1 / Math.E, 1);
  for (const row of outside) expect(outOfBag[row]).toBe(scores[row]);
  const all = await growForest(rows, { ...randomForest, trees: 1, bootstrap: false }, run);
  expect(all.outOfBag.every(Number.isNaN)).toBe(true);
});

test("growForest: keeps to the fewest rows of a leaf, and equal seeds give equal forests", async () => {
  const [first, again, other] = await Promise.all(
    [1, 1, 2].map((seed) => growForest(rows, { ...randomForest, trees: 3 }, { ...run, seed })),
  );
  expect(Math.min(...first!.ensemble.cover)).toBe(3);
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
});

test("growForest: tells how many trees there are, and ends when it is told to", async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const grown = (trees: number) => {
    told.push(trees);
    if (trees === 2) stop.abort(new Error("enough"));
  };
  await expect(growForest(rows, randomForest, { ...run, signal: stop.signal, grown })).rejects.toThrow("enough");
  expect(told).toEqual([1, 2]);
  const none = { values: new Float32Array(0), targets: new Float32Array(0), count: 0, columns: 4 };
  await expect(growForest(none, randomForest, run)).rejects.toThrow("there are no rows to grow trees on");
});
