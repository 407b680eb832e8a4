import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { boostTrees } from "../../../models/trees/boosting.ts";
import { type Objective, quantile, ranking, squaredError, type Targets } from "../../../models/trees/objectives.ts";
import { predictTrees } from "../../../models/trees/tree-ensemble.ts";

const options = {
  rounds: 60,
  learningRate: 0.1,
  rowShare: 1,
  patience: Number.POSITIVE_INFINITY,
  leaves: 8,
  depth: Number.POSITIVE_INFINITY,
  minRows: 10,
  minGain: 0,
  l2: 0,
  thresholds: "best",
  columnsPerTree: 1,
  columnsPerNode: 1,
} as const;
const run = { seed: 1, threads: 1, signal: new AbortController().signal };

/** Searches of ten rows, each with a level of its own that hides what ranks within it: the second column. */
function searches(count: number, seed: number) {
  const random = seededRandom(seed);
  const rows = Array.from({ length: count }, (_, i) => [Math.floor(i / 10) % 7, random.uniform(), random.uniform()]);
  const targets = Float32Array.from(rows, ([, x, y]) => Math.round(3 * x! * (0.5 + y! / 2)));
  const search = Uint32Array.from(rows, (_, i) => Math.floor(i / 10));
  return { values: Float32Array.from(rows.flat()), count, columns: 3, targets, searches: search };
}

function slopes(objective: Objective, rows: Targets, scores: Float64Array, at: (scores: Float64Array) => number) {
  const [residuals, hessians] = [new Float64Array(scores.length), new Float64Array(scores.length)];
  objective.residuals(rows, scores, residuals, hessians);
  const step = 1e-4;
  const moved = (row: number, by: number) => at(scores.map((score, i) => (i === row ? score + by : score)));
  const numeric = Array.from(scores.keys(), (row) => -(moved(row, step) - moved(row, -step)) / (2 * step));
  const bends = Array.from(
    scores.keys(),
    (row) => (moved(row, step) - 2 * moved(row, 0) + moved(row, -step)) / step ** 2,
  );
  return { residuals, hessians, numeric, bends };
}

const targets = Float32Array.of(1, 3, 2, 2.5, 1.5);
const scores = Float64Array.of(0.3, 1.2, -0.4, 0.9, 2);

test("squaredError: residuals are the negative slope of half the sum of squares", () => {
  const half = (at: Float64Array) => at.reduce((sum, score, row) => sum + (targets[row]! - score) ** 2, 0) / 2;
  const { residuals, numeric } = slopes(squaredError, { targets }, scores, half);
  for (const [row, slope] of numeric.entries()) expect(residuals[row]).toBeCloseTo(slope, 6);
  expect(squaredError.start({ targets })).toBe(2);
});

test("quantile: residuals are the negative slope of its loss", () => {
  const objective = quantile(0.3);
  const loss = (at: Float64Array) => objective.loss({ targets }, at) * targets.length;
  const { residuals, numeric } = slopes(objective, { targets }, scores, loss);
  for (const [row, slope] of numeric.entries()) expect(residuals[row]).toBeCloseTo(slope, 6);
  expect(objective.start({ targets })).toBeCloseTo(1.6, 6);
});

test("ranking: residuals and hessians are those of the pairs, weighed by what a swap changes", () => {
  const ofSearch = Uint32Array.of(0, 0, 0, 1, 1);
  const grades = Float32Array.of(1, 3, 2, 2, 2);
  const depth = 2;
  const objective = ranking(1, depth);
  const dcg = (order: readonly number[]) =>
    order.reduce((sum, row, rank) => sum + (rank < depth ? (2 ** (grades[row]! - 1) - 1) / Math.log2(rank + 2) : 0), 0);
  // by score the first search is 1, 0, 2; each pair's weight is how much its swap changes the NDCG
  const ideal = dcg([1, 2, 0]);
  const weights = [
    [1, 0, Math.abs(dcg([1, 0, 2]) - dcg([0, 1, 2])) / ideal],
    [1, 2, Math.abs(dcg([1, 0, 2]) - dcg([2, 0, 1])) / ideal],
    [2, 0, Math.abs(dcg([1, 0, 2]) - dcg([1, 2, 0])) / ideal],
  ] as const;
  const loss = (at: Float64Array) =>
    weights.reduce((sum, [better, worse, weight]) => sum + weight * Math.log1p(Math.exp(at[worse]! - at[better]!)), 0);
  const found = slopes(objective, { targets: grades, searches: ofSearch }, scores, loss);
  for (const [row, slope] of found.numeric.entries()) {
    expect(found.residuals[row]).toBeCloseTo(slope, 6);
    expect(found.hessians[row]).toBeCloseTo(found.bends[row]!, 5);
  }
  expect(() => objective.start({ targets: grades })).toThrow("none is given");
});

test("ranking: boosting puts unseen searches in a better order", async () => {
  const [rows, held] = [searches(3000, 1), searches(1000, 2)];
  const objective = ranking(0);
  const { ensemble, losses } = await boostTrees(rows, { ...options, objective, l2: 1 }, { ...run, validation: held });
  const chance = objective.loss(held, new Float64Array(held.count));
  const learned = objective.loss(held, predictTrees(ensemble, held.values));
  expect(learned).toBe(Math.min(...losses));
  expect(learned).toBeLessThan(chance / 5);
});

test.each([0.1, 0.5, 0.9])("quantile: a share of %f of unseen targets lies below the score", async (share) => {
  const drawn = (count: number, seed: number) => {
    const random = seededRandom(seed);
    const values = Float32Array.from({ length: count * 2 }, () => random.uniform());
    // the noise grows with the first column
    const noisy = (_: unknown, row: number) => values[2 * row + 1]! + 3 * values[2 * row]! * (random.uniform() - 0.5);
    return { values, targets: Float32Array.from({ length: count }, noisy), count, columns: 2 };
  };
  const [rows, held] = [drawn(4000, 1), drawn(4000, 2)];
  const { ensemble } = await boostTrees(rows, { ...options, minRows: 40, objective: quantile(share) }, run);
  const predicted = predictTrees(ensemble, held.values);
  const coverage = (isHere: (row: number) => boolean) => {
    const here = Array.from(predicted.keys()).filter(isHere);
    return here.filter((row) => held.targets[row]! <= predicted[row]!).length / here.length;
  };
  expect(Math.abs(coverage(() => true) - share)).toBeLessThan(0.03);
  expect(Math.abs(coverage((row) => held.values[2 * row]! > 0.8) - share)).toBeLessThan(0.07);
});

test("quantile: refuses what is no share, and leaves that are held monotone", async () => {
  expect(() => quantile(1)).toThrow("a quantile is a share between 0 and 1, not 1");
  const impossible = { ...options, objective: quantile(0.5), monotone: [1, 0, 0] };
  await expect(boostTrees(searches(100, 1), impossible, run)).rejects.toThrow("can't be held monotone");
});
