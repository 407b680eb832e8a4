import fc from "fast-check";
import { expect, test } from "vitest";
import { randomRows, randomTrees } from "../../../bench/support/random-trees.ts";
import { leafOf, predictTrees, type TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";

/** One tree: column 0 up to 0.5 (missing: right), then column 1 in {2, 4}; and one that is a leaf. */
const ensemble: TreeEnsemble = {
  columns: 2,
  base: 10,
  roots: Uint32Array.of(0, 5),
  column: Int32Array.of(0, 1, -1, -1, -1, -1),
  threshold: Float32Array.of(0.5, 0, 0, 0, 0, 0),
  left: Uint32Array.of(1, 3, 0, 0, 0, 0),
  right: Uint32Array.of(2, 4, 0, 0, 0, 0),
  missingLeft: Uint8Array.of(0, 1, 0, 0, 0, 0),
  value: Float32Array.of(0, 0, 1, 2, 3, 0.25),
  gain: new Float32Array(6),
  cover: new Float32Array(6),
  categories: new Map([[1, new Set([2, 4])]]),
};

test.each([
  ["at most the threshold, in the set", [0.5, 4], 12.25],
  ["at most the threshold, not in the set", [0.5, 3], 13.25],
  ["above the threshold", [0.6, 2], 11.25],
  ["missing at the first node", [Number.NaN, 2], 11.25],
  ["missing at the second", [0, Number.NaN], 12.25],
])("predictTrees: a value %s", (_, row, sum) => {
  expect([...predictTrees(ensemble, Float32Array.from(row))]).toEqual([sum]);
});

/** Each row from node to node. */
function walk(ensemble: TreeEnsemble, rows: Float32Array): Float64Array {
  return Float64Array.from({ length: rows.length / ensemble.columns }, (_, row) =>
    ensemble.roots.reduce((sum, root) => sum + ensemble.value[leafOf(ensemble, root, rows, row)]!, ensemble.base),
  );
}

const shapes = fc.record({
  seed: fc.nat(),
  trees: fc.integer({ min: 0, max: 5 }),
  leaves: fc.constantFrom(1, 2, 7, 31, 32, 33, 60),
  columns: fc.integer({ min: 1, max: 5 }),
  categorical: fc.constantFrom(0, 0.3, 1),
});
const counts = fc.constantFrom(0, 1, 7, 8, 16, 17, 127, 128, 129, 300);

test("predictTrees: many rows at a time get the very same sums as each alone", () => {
  fc.assert(
    fc.property(shapes, counts, (shape, count) => {
      const ensemble = randomTrees(shape);
      const rows = randomRows(shape.seed, count, shape.columns);
      expect(predictTrees(ensemble, rows)).toEqual(walk(ensemble, rows));
    }),
    { numRuns: 300 },
  );
});

test("predictTrees: ensembles that take turns don't disturb each other, however many", () => {
  const small = [1, 2, 3, 4, 5].map((seed) => randomTrees({ seed, trees: 3 * seed, leaves: 4, columns: 2 }));
  const large = randomTrees({ seed: 2, trees: 300, leaves: 32, columns: 90, categorical: 0.2 });
  for (const ensemble of [...small, large, small[0]!, large, ...small]) {
    const rows = randomRows(3, 40, ensemble.columns);
    expect(predictTrees(ensemble, rows)).toEqual(walk(ensemble, rows));
  }
});

test("predictTrees: a row at a time gets the same sum, the first and the hundredth", () => {
  const trees = randomTrees({ seed: 8, trees: 20, leaves: 32, columns: 6, categorical: 0.2 });
  for (let seed = 0; seed < 100; seed++) {
    const row = randomRows(seed, 1, trees.columns);
    expect(predictTrees(trees, row)).toEqual(walk(trees, row));
  }
});

test.each([Infinity, -Infinity, 3.4e38, 0, -0])(
  "predictTrees: a threshold of %s divides all kinds of values",
  (limit) => {
    const values = [NaN, Infinity, -Infinity, 0, -0, 1e-45, 3.4e38, -3.4e38];
    const rows = Float32Array.from(values.flatMap((value) => [value, value]));
    for (const missing of [0, 1]) {
      const threshold = Float32Array.of(limit, 0, 0, 0, 0, 0);
      const changed = { ...ensemble, threshold, missingLeft: Uint8Array.of(missing, missing, 0, 0, 0, 0) };
      expect(predictTrees(changed, rows)).toEqual(walk(changed, rows));
    }
  },
);

test("predictTrees: a column may be divided at more places than a byte tells apart", () => {
  const trees = randomTrees({ seed: 5, trees: 40, leaves: 32, columns: 1 });
  const many = { ...trees, threshold: trees.threshold.map((_, node) => node / 8) };
  const rows = Float32Array.from({ length: 1_300 }, (_, row) => (row % 100 === 0 ? NaN : row / 4 - 1));
  expect(predictTrees(many, rows)).toEqual(walk(many, rows));
});

test("predictTrees: trees may ask more columns than two bytes tell apart", () => {
  const columns = 40_000;
  const stumps = randomTrees({ seed: 6, trees: columns, leaves: 2, columns });
  const wide = { ...stumps, column: stumps.column.map((column, node) => (column < 0 ? -1 : Math.floor(node / 3))) };
  const rows = randomRows(7, 9, columns);
  expect(predictTrees(wide, rows)).toEqual(walk(wide, rows));
});

test("predictTrees: a tree that is one long path is followed too", () => {
  const size = 2 * 20_000 + 1;
  const isLeaf = (node: number) => node % 2 === 1 || node === size - 1;
  const numbers = Array.from({ length: size }, (_, node) => node);
  const path: TreeEnsemble = {
    ...{ columns: 1, base: 0, roots: Uint32Array.of(0), categories: new Map() },
    column: Int32Array.from(numbers, (node) => (isLeaf(node) ? -1 : 0)),
    threshold: new Float32Array(size),
    left: Uint32Array.from(numbers, (node) => (isLeaf(node) ? 0 : node + 2)),
    right: Uint32Array.from(numbers, (node) => (isLeaf(node) ? 0 : node + 1)),
    missingLeft: new Uint8Array(size),
    value: Float32Array.from(numbers),
    ...{ gain: new Float32Array(size), cover: new Float32Array(size).fill(1) },
  };
  expect(predictTrees(path, new Float32Array(20).fill(-1))).toEqual(new Float64Array(20).fill(size - 1));
});
