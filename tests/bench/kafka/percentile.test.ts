import { expect, test } from "vitest";
import { percentile } from "../../../bench/kafka/percentile.ts";

test.for([
  [0, 1],
  [0.2, 1],
  [0.21, 2],
  [0.5, 3],
  [0.99, 10],
  [1, 10],
] as const)("percentile: at %d of five values, in whatever order, is %d", ([share, expected]) => {
  expect(percentile(Float64Array.of(10, 3, 1, 4, 2), share)).toBe(expected);
});

test("percentile: of no values there is none", () => {
  expect(() => percentile(new Float64Array(0), 0.5)).toThrow(RangeError);
});
