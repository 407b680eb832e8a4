import { expect, test } from "vitest";
import { stratifiedSample } from "../../../models/map/stratified-sample.ts";
import { seededRandom } from "../../../models/random.ts";

test("stratifiedSample: each group keeps its share, and at least one row", () => {
  const groups = Int32Array.from({ length: 1_000 }, (_, i) => (i === 17 ? 2 : i % 4 === 0 ? 1 : 0));
  const rows = stratifiedSample(groups, 100, seededRandom(1));
  const count = (group: number) => rows.filter((row) => groups[row] === group).length;
  expect([count(0), count(1), count(2)]).toEqual([75, 25, 1]);
  expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b));
});

test("stratifiedSample: takes all where there are no more", () => {
  expect([...stratifiedSample(Int32Array.of(0, 0, 1), 3, seededRandom(1))]).toEqual([0, 1, 2]);
});
