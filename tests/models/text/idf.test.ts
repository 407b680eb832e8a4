import { expect, test } from "vitest";
import { inverseFrequency } from "../../../models/text/idf.ts";

test("inverseFrequency: 1 for a term of all texts, more for rarer ones, and most for one that none has", () => {
  expect(inverseFrequency(9, 9)).toBe(1);
  expect(inverseFrequency(9, 4)).toBeCloseTo(Math.log(2) + 1, 12);
  expect(inverseFrequency(9, 0)).toBeCloseTo(Math.log(10) + 1, 12);
});
