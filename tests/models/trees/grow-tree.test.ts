import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { histogramLength, openBinnedSource } from "../../../models/trees/binned-source.ts";
import { findBins, writeBins } from "../../../models/trees/binning.ts";
import { type GrowOptions, growTree } from "../../../models/trees/grow-tree.ts";
import { predictTrees, type TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";
import { allocateTreeMemory } from "../../../models/trees/tree-memory.ts";
import { joinTrees } from "../../../models/trees/tree-nodes.ts";

const { NaN: missing, POSITIVE_INFINITY: infinity } = Number;

const options: GrowOptions = {
  leaves: infinity,
  depth: infinity,
  minRows: 1,
  minGain: 0,
  l2: 0,
  thresholds: "best",
  columnsPerTree: 1,
  columnsPerNode: 1,
};

/** What a test grows a tree on. */
interface Planted {
  readonly rows: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly weights?: readonly number[];
  readonly categorical?: readonly number[];
  readonly slots?: number;
  readonly seed?: number;
  /** Whether nodes of few rows are looked at in their own way. */
  readonly few?: boolean;
}

function grow(planted: Planted, changes: Partial<GrowOptions> = {}): TreeEnsemble {
  const { rows, targets, weights, slots = 8, few = true } = planted;
  const columns = rows[0]!.length;
  const table = { values: Float32Array.from(rows.flat()), count: rows.length, columns };
  const bins = findBins(table, new Set(planted.categorical));
  const hasHessians = weights !== undefined;
  const histogram = { histogramLength: histogramLength(bins, hasHessians), slots, hasHessians };
  const sizes = { rows: rows.length, columns, orderLength: rows.length, threads: 1, ...histogram };
  const binned = openBinnedSource(bins, allocateTreeMemory(sizes));
  const source = { ...binned, ...(few ? {} : { few: { ...binned.few!, most: 0 } }) };
  writeBins(table, bins, source.views.bins);
  source.views.residuals.set(targets);
  source.views.hessians.set(weights ?? []);
  source.order.set(Uint32Array.from(rows.keys()));
  const tree = growTree(source, rows.length, { ...options, ...changes }, seededRandom(planted.seed ?? 1));
  for (const { node, begin, end } of tree.leaves) expect(tree.cover[node]).toBe(end - begin);
  return joinTrees([tree], columns, 0);
}

/** Random rows of whole numbers from 0 to 9, some of them missing, and targets that follow from them. */
function drawn(count: number, columns: number, seed: number, missingShare = 0): Planted {
  const random = seededRandom(seed);
  const value = () => (random.uniform() < missingShare ? missing : random.int(10));
  const rows = Array.from({ length: count }, () => Array.from({ length: columns }, value));
  return { rows, targets: rows.map((row) => (row[0]! > 4 ? row[1]! : row[2]!) || random.uniform()) };
}

function sumOfSquares(targets: readonly number[]): number {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  return targets.reduce((sum, target) => sum + (target - mean) ** 2, 0);
}

/** The most that any threshold of any column lowers the sum of squares by, tried one by one. */
function bestGain({ rows, targets }: Planted, minRows: number): number {
  let best = 0;
  for (let column = 0; column < rows[0]!.length; column++) {
    for (const threshold of new Set(rows.map((row) => row[column]!))) {
      for (const missingLeft of [false, true]) {
        const isLeft = rows.map((row) => (Number.isNaN(row[column]) ? missingLeft : row[column]! <= threshold));
        const sides = [true, false].map((side) => targets.filter((_, i) => isLeft[i] === side));
        if (sides.some((side) => side.length < minRows)) continue;
        best = Math.max(best, sumOfSquares(targets) - sumOfSquares(sides[0]!) - sumOfSquares(sides[1]!));
      }
    }
  }
  return best;
}

test.each([
  ["numbers", 0, 1],
  ["numbers, with ten rows a side", 0, 10],
  ["numbers of which some are missing", 0.2, 5],
])("growTree: the first split is the best there is, of %s", (_, missingShare, minRows) => {
  for (let seed = 1; seed <= 10; seed++) {
    const planted = drawn(60, 3, seed, missingShare);
    expect(grow(planted, { leaves: 2, minRows }).gain[0]).toBeCloseTo(bestGain(planted, minRows), 3);
  }
});

test("growTree: gains add up to what the leaves take from the sum of squares", () => {
  const planted = drawn(200, 4, 5, 0.1);
  const tree = grow(planted, { leaves: 20 });
  const scores = predictTrees(tree, Float32Array.from(planted.rows.flat()));
  const left = planted.targets.reduce((sum, target, i) => sum + (target - scores[i]!) ** 2, 0);
  const gains = tree.gain.reduce((sum, gain) => sum + gain, 0);
  expect(gains).toBeCloseTo(sumOfSquares(planted.targets) - left, 3);
  expect(tree.column.filter((column) => column < 0)).toHaveLength(20);
});

test("growTree: without an end it comes to leaves of equal rows", () => {
  const planted = drawn(300, 3, 9);
  const means = new Map<string, number[]>();
  for (const [i, row] of planted.rows.entries()) {
    means.set(String(row), [...(means.get(String(row)) ?? []), planted.targets[i]!]);
  }
  const scores = predictTrees(grow(planted), Float32Array.from(planted.rows.flat()));
  for (const [i, row] of planted.rows.entries()) {
    const targets = means.get(String(row))!;
    expect(scores[i]).toBeCloseTo(targets.reduce((sum, target) => sum + target, 0) / targets.length, 5);
  }
});

test("growTree: how many histograms are kept changes nothing", () => {
  const planted = drawn(400, 4, 2);
  for (const leaves of [30, infinity]) {
    const [few, many] = [1, 64].map((slots) => grow({ ...planted, slots }, { leaves }));
    expect(few).toEqual(many);
  }
});

test.each([
  ["numbers", {}],
  ["categories", { categorical: [1, 2] }],
  ["hessians", { weights: Array.from({ length: 500 }, (_, i) => 0.5 + (i % 3)) }],
])("growTree: looking only at the bins that few rows have changes nothing, of %s", (_, changes) => {
  const planted = { ...drawn(500, 4, 2, 0.1), ...changes };
  const targets = planted.targets.map((target) => Math.round(target * 8) / 8);
  const [one, other] = [true, false].map((few) => grow({ ...planted, targets, few }));
  expect(one!.column.length).toBeGreaterThan(150);
  expect(one).toEqual(other);
});

test("growTree: the leaf that gains most is split first", () => {
  const rows = [[0], [1], [2], [3]];
  const tree = grow({ rows, targets: [0, 1, 10, 20] }, { leaves: 3 });
  expect([...tree.value].map((value) => Math.round(value * 4) / 4)).toEqual([7.75, 0.5, 15, 10, 20]);
});

test("growTree: keeps to depth, rows a leaf, and least gain", () => {
  const planted = drawn(300, 3, 4);
  expect(grow(planted, { depth: 2 }).column.filter((column) => column < 0)).toHaveLength(4);
  expect(Math.min(...grow(planted, { minRows: 25 }).cover)).toBeGreaterThanOrEqual(25);
  const inner = grow(planted, { minGain: 3 }).gain.filter((gain) => gain > 0);
  expect(Math.min(...inner)).toBeGreaterThan(3);
  expect(grow({ rows: [[1], [2], [3]], targets: [0.1, 0.1, 0.1] }).column).toEqual(Int32Array.of(-1));
});

test("growTree: leaves add the sum of residuals over that of hessians and the penalty", () => {
  const tree = grow({ rows: [[0], [0], [1]], targets: [1, 2, -4], weights: [0.5, 1, 2] }, { l2: 0.5 });
  expect([...tree.value]).toEqual([-1 / 4, 3 / 2, -4 / 2.5].map(Math.fround));
  const gain = 3 ** 2 / 2 + 4 ** 2 / 2.5 - 1 / 4;
  expect(tree.gain[0]).toBeCloseTo(gain, 5);
});

test("growTree: missing values go where they lower the loss, on either side", () => {
  const rows = [[1], [2], [3], [4], [missing], [missing]];
  const low = grow({ rows, targets: [0, 0, 9, 9, 0, 0] }, { leaves: 2 });
  const high = grow({ rows, targets: [0, 0, 9, 9, 9, 9] }, { leaves: 2 });
  expect([low.missingLeft[0], high.missingLeft[0]]).toEqual([1, 0]);
  expect([low.threshold[0], high.threshold[0]]).toEqual([2.5, 2.5]);
  const apart = grow({ rows, targets: [0, 0, 0, 0, 9, 9] }, { leaves: 2 });
  expect([...predictTrees(apart, Float32Array.of(1, 4, missing))]).toEqual([0, 0, 9]);
});

test("growTree: where none is missing, one that will be goes with most of the rows", () => {
  const rows = [[1], [2], [3], [4]];
  expect(grow({ rows, targets: [0, 9, 9, 9] }, { leaves: 2 }).missingLeft[0]).toBe(0);
  expect(grow({ rows, targets: [0, 0, 0, 9] }, { leaves: 2 }).missingLeft[0]).toBe(1);
});

test("growTree: a set of categories divides at once what takes numbers many thresholds", () => {
  const rows = Array.from({ length: 120 }, (_, i) => [i % 12]);
  const targets = rows.map(([category]) => (category! % 2 === 0 ? 5 : 1));
  const byNumber = grow({ rows, targets }, { leaves: 2 });
  const byCategory = grow({ rows, targets, categorical: [0] }, { leaves: 2 });
  expect(byCategory.gain[0]).toBeCloseTo(sumOfSquares(targets), 3);
  expect(byNumber.gain[0]).toBeLessThan(byCategory.gain[0]! / 4);
  expect([...predictTrees(byCategory, Float32Array.of(0, 1, 2, 11))]).toEqual([5, 1, 5, 1]);
});

test("growTree: the best set of categories is the best of all sets, missing values among them", () => {
  const random = seededRandom(8);
  const rows = Array.from({ length: 60 }, () => [random.uniform() < 0.2 ? missing : random.int(5)]);
  const targets = rows.map(() => random.uniform());
  let best = 0;
  for (let set = 1; set < 63; set++) {
    const isLeft = rows.map(([category]) => ((set >> (Number.isNaN(category) ? 5 : category!)) & 1) === 1);
    const sides = [true, false].map((side) => targets.filter((_, i) => isLeft[i] === side));
    if (sides.some((side) => side.length === 0)) continue;
    best = Math.max(best, sumOfSquares(targets) - sumOfSquares(sides[0]!) - sumOfSquares(sides[1]!));
  }
  expect(grow({ rows, targets, categorical: [0] }, { leaves: 2 }).gain[0]).toBeCloseTo(best, 4);
});

test.each([1, -1])("growTree: a monotone column moves the score one way only, direction %i", (direction) => {
  const random = seededRandom(6);
  const rows = Array.from({ length: 500 }, () => [random.int(20), random.int(20)]);
  const targets = rows.map(([x, y]) => direction * (Math.sin(x! / 3) * y! + 0.3 * x!) + random.uniform());
  const free = grow({ rows, targets }, { leaves: 60 });
  const held = grow({ rows, targets }, { leaves: 60, monotone: [direction, 0] });
  const grid = Array.from({ length: 20 }, (_, y) => Float32Array.from({ length: 40 }, (_, i) => (i % 2 ? y : i >> 1)));
  const steps = (tree: TreeEnsemble) =>
    grid.flatMap((line) => {
      const scores = predictTrees(tree, line);
      return [...scores.slice(1)].map((score, i) => (score - scores[i]!) * direction);
    });
  expect(Math.min(...steps(free))).toBeLessThan(0);
  expect(Math.min(...steps(held))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...steps(held))).toBeGreaterThan(0);
});

test("growTree: a tree and its nodes may split by a share of the columns only", () => {
  const planted = drawn(300, 6, 3);
  const ofTree = new Set(grow(planted, { columnsPerTree: 0.34 }).column.filter((column) => column >= 0));
  expect(ofTree.size).toBe(2);
  const roots = Array.from(
    { length: 40 },
    (_, seed) => grow({ ...planted, seed }, { leaves: 2, columnsPerNode: 0.17 }).column[0],
  );
  expect(new Set(roots).size).toBe(6);
});

test("growTree: random thresholds differ by seed, lie between values, and equal seeds give equal trees", () => {
  const planted = drawn(300, 3, 3, 0.1);
  const trees = [1, 1, 2].map((seed) => grow({ ...planted, seed }, { thresholds: "random" }));
  expect(trees[0]).toEqual(trees[1]);
  expect(trees[0]).not.toEqual(trees[2]);
  const roots = Array.from({ length: 60 }, (_, seed) => {
    const root = grow({ ...planted, seed }, { thresholds: "random", leaves: 2, columnsPerNode: 0.1 });
    return `${root.column[0]} ${root.threshold[0]}`;
  });
  expect(new Set(roots).size).toBeGreaterThan(15);
});
