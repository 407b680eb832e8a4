import { expect, test } from "vitest";
import { fuseRanks } from "../../../models/retrieval/fuse-ranks.ts";

function ranking(...documents: readonly number[]) {
  return { documents: Int32Array.from(documents) };
}

test("fuseRanks: adds one over 60 and the place, for every ranking", () => {
  const fused = fuseRanks([ranking(4, 7, 9), ranking(7, 2)], 10);
  expect([...fused.documents]).toEqual([7, 4, 2, 9]);
  expect([...fused.scores]).toEqual([1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63]);
});

test("fuseRanks: keeps the best, and of equal ones the lower number", () => {
  expect([...fuseRanks([ranking(5), ranking(3), ranking(4)], 2).documents]).toEqual([3, 4]);
});

test("fuseRanks: a ranking counts by its weight", () => {
  const fused = fuseRanks([ranking(4, 7), { ...ranking(9, 4), weight: 0.5 }], 10);
  expect([...fused.documents]).toEqual([4, 7, 9]);
  expect([...fused.scores]).toEqual([1 / 61 + 0.5 / 62, 1 / 62, 0.5 / 61]);
});

test("fuseRanks: of nothing comes nothing", () => {
  expect(fuseRanks([ranking(), ranking()], 5).documents).toHaveLength(0);
});
