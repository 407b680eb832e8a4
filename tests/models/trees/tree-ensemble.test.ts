import { expect, test } from "vitest";
import { predictTrees, type TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";

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
