import { expect, test } from "vitest";
import { cholesky, solveLower, solveUpper } from "../../../models/baselines/cholesky.ts";

const matrix = { size: 3, values: Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98) };

test("cholesky: gives the triangle of the textbook example", () => {
  expect([...cholesky(matrix).values]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
});

test("solveLower and solveUpper: together solve the system", () => {
  const lower = cholesky(matrix);
  // The matrix times (1, 2, 3) is (-20, -43, 192).
  expect([...solveUpper(lower, solveLower(lower, Float64Array.of(-20, -43, 192)))]).toEqual([1, 2, 3]);
});

test("cholesky: refuses a matrix that is not positive definite", () => {
  expect(() => cholesky({ size: 2, values: Float64Array.of(1, 1, 1, 1) })).toThrow("not positive definite");
});
