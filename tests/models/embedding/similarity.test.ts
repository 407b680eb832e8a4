import { expect, test } from "vitest";
import { cosine, scaleOf, similarity, toUnitLength } from "../../../models/embedding/similarity.ts";

test.each([
  [[3, 4], [4, 3], 24 / 25],
  [[1, 0], [0, 5], 0],
  [[1, 2], [-2, -4], -1],
  [[0, 0], [1, 1], 0],
  [[], [], 0],
])("cosine: of %j and %j is %d", (first, second, expected) => {
  expect(cosine(Float32Array.from(first), Float32Array.from(second))).toBeCloseTo(expected, 12);
});

test("cosine: stays within -1 and 1 for numbers of any size", () => {
  const huge = Float32Array.of(3e38, 3e38, 3e38);
  expect(Math.abs(cosine(huge, huge))).toBeLessThanOrEqual(1);
  expect(cosine(Float32Array.of(1e-30, 1e-30), Float32Array.of(1e30, 1e30))).toBeCloseTo(1, 12);
});

test("similarity: refuses two spaces, and vectors of two lengths", () => {
  const vector = Float32Array.of(1, 0);
  expect(similarity({ space: "a", vector }, { space: "a", vector })).toBe(1);
  const mismatch = expect.objectContaining({ code: "MODEL_MISMATCH" });
  expect(() => similarity({ space: "a", vector }, { space: "b", vector })).toThrow(mismatch);
  expect(() => cosine(vector, Float32Array.of(1))).toThrow(mismatch);
});

test("toUnitLength: divides by the length, in place; zeros stay", () => {
  const vector = Float32Array.of(3, 0, -4);
  expect(toUnitLength(vector)).toBe(vector);
  expect([...vector].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0, -0.8]);
  expect(toUnitLength(new Float32Array(2))).toEqual(new Float32Array(2));
});

test("scaleOf: one over the length, nothing of zeros", () => {
  expect([scaleOf(Float32Array.of(3, 0, -4)), scaleOf(new Float32Array(2))]).toEqual([0.2, 0]);
});
