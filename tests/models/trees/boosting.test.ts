import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { type BoostingOptions, type BoostingRows, boostTrees } from "../../../models/trees/boosting.ts";
import { squaredError } from "../../../models/trees/objectives.ts";
import { predictTrees } from "../../../models/trees/tree-ensemble.ts";

const { POSITIVE_INFINITY: infinity } = Number;

const options: BoostingOptions = {
  objective: squaredError,
  rounds: 40,
  learningRate: 0.2,
  rowShare: 1,
  patience: infinity,
  leaves: 8,
  depth: infinity,
  minRows: 5,
  minGain: 0,
  l2: 0,
  thresholds: "best",
  columnsPerTree: 1,
  columnsPerNode: 1,
};
const run = { seed: 1, threads: 1, signal: new AbortController().signal };

/** Rows whose target follows from two of three columns, with noise. */
function drawn(count: number, seed: number, noise = 0.2): BoostingRows {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: count * 3 }, () => random.uniform());
  const targets = Float32Array.from({ length: count }, (_, row) => {
    const [x, y] = [values[row * 3]!, values[row * 3 + 1]!];
    return Math.sin(6 * x) + (x > 0.5 ? y : 0) + noise * (random.uniform() - 0.5);
  });
  return { values, targets, count, columns: 3 };
}

const rows = drawn(1500, 1);
const held = drawn(500, 2);

function errorOf(scores: Float64Array, { targets }: BoostingRows): number {
  return Math.sqrt(targets.reduce((sum, target, i) => sum + (target - scores[i]!) ** 2, 0) / targets.length);
}

test("boostTrees: learns squared error nearly down to the noise", async () => {
  const { ensemble } = await boostTrees(rows, options, run);
  const spread = errorOf(new Float64Array(held.count).fill(ensemble.base), held);
  const error = errorOf(predictTrees(ensemble, held.values), held);
  // even noise of width 0.2 has a deviation of 0.058
  expect(error).toBeLessThan(0.08);
  expect(error).toBeLessThan(spread / 7);
});

test("boostTrees: shares of rows and columns, and more of the same by seed", async () => {
  const sampled = { ...options, rowShare: 0.5, columnsPerNode: 0.67 };
  const [first, again, other] = await Promise.all(
    [1, 1, 2].map((seed) => boostTrees(rows, sampled, { ...run, seed, validation: held })),
  );
  expect(first).toEqual(again);
  expect(first!.ensemble).not.toEqual(other!.ensemble);
  expect(first!.losses.at(-1)).toBeLessThan(0.09);
  expect(first!.ensemble.cover[0]).toBe(750);
});

test("boostTrees: the loss it tells is that of its ensemble", async () => {
  const { ensemble, losses } = await boostTrees(rows, options, { ...run, validation: held });
  expect(losses).toHaveLength(40);
  expect(losses.at(-1)).toBe(errorOf(predictTrees(ensemble, held.values), held));
});

test("boostTrees: stops when patience is over and keeps the best round", async () => {
  const noisy = drawn(300, 3, 3);
  const hasty = { ...options, learningRate: 0.5, rounds: 500, patience: 10 };
  const { ensemble, losses } = await boostTrees(noisy, hasty, { ...run, validation: held });
  const best = losses.indexOf(Math.min(...losses)) + 1;
  expect(losses).toHaveLength(best + 10);
  expect(ensemble.roots).toHaveLength(best);
  expect(errorOf(predictTrees(ensemble, held.values), held)).toBe(losses[best - 1]);
});

test("boostTrees: can go on from the scores of another model", async () => {
  const first = await boostTrees(rows, { ...options, rounds: 20 }, run);
  const base = predictTrees(first.ensemble, rows.values);
  const validation = { ...held, base: predictTrees(first.ensemble, held.values) };
  const more = await boostTrees({ ...rows, base }, { ...options, rounds: 20 }, { ...run, validation });
  expect(more.ensemble.base).toBe(0);
  const together = predictTrees(more.ensemble, held.values).map((score, i) => score + validation.base[i]!);
  expect(errorOf(together, held)).toBeCloseTo(more.losses.at(-1)!, 12);
  expect(more.losses.at(-1)).toBeLessThan(errorOf(validation.base, held));
});

test("boostTrees: tells of each round, and ends when it is told to", async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const learned = (round: number) => {
    told.push(round);
    if (round === 3) stop.abort(new Error("enough"));
  };
  await expect(boostTrees(rows, options, { ...run, signal: stop.signal, learned })).rejects.toThrow("enough");
  expect(told).toEqual([1, 2, 3]);
});

test("boostTrees: without rows there is nothing to learn", async () => {
  const none = { values: new Float32Array(0), targets: new Float32Array(0), count: 0, columns: 3 };
  await expect(boostTrees(none, options, run)).rejects.toThrow("there are no rows to grow trees on");
});
