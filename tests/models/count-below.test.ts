import { expect, test } from "vitest";
import { countBelow } from "../../models/count-below.ts";

test("countBelow: how many are less, of equal numbers and of none too", () => {
  const sorted = Int32Array.of(1, 3, 3, 7);
  expect([0, 1, 2, 3, 5, 7, 8].map((value) => countBelow(sorted, value))).toEqual([0, 0, 1, 1, 3, 3, 4]);
  expect(countBelow(new Float32Array(0), 5)).toBe(0);
});
