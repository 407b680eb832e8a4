import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { solveSymmetric } from "../../../models/relevance/conjugate-gradients.ts";

const times = (matrix: readonly (readonly number[])[]) => (vector: Float64Array) =>
  Float64Array.from(matrix, (row) => row.reduce((sum, value, i) => sum + value * vector[i]!, 0));
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("solveSymmetric: solves two equations in two steps", () => {
  // 4x + y = 1, x + 3y = 2
  const multiply = times([
    [4, 1],
    [1, 3],
  ]);
  const solved = solveSymmetric(multiply, Float64Array.of(1, 2), { tolerance: 1e-12, steps: 2 });
  expect([...solved]).toEqual(close([1 / 11, 7 / 11]));
});

test("solveSymmetric: gives back the vector that a product came from", () => {
  const random = seededRandom(3);
  const rows = Array.from({ length: 12 }, () => Array.from({ length: 12 }, () => random.uniform() - 0.5));
  // B B' + I is positive definite
  const matrix = rows.map((a, i) =>
    rows.map((b, j) => a.reduce((sum, value, k) => sum + value * b[k]!, Number(i === j))),
  );
  const wanted = Float64Array.from(rows, ([first]) => first!);
  const solved = solveSymmetric(times(matrix), times(matrix)(wanted), { tolerance: 1e-12, steps: 100 });
  expect([...solved]).toEqual(close([...wanted]));
});

test("solveSymmetric: stops at the tolerance, after the steps, at nothing to solve, and where it can't go on", () => {
  let asked = 0;
  const counted = (vector: Float64Array) => {
    asked++;
    return vector.map((value, i) => value * (i + 1));
  };
  const target = Float64Array.of(1, 1, 1, 1);
  solveSymmetric(counted, target, { tolerance: 1e-12, steps: 3 });
  expect(asked).toBe(3);
  solveSymmetric(counted, target, { tolerance: 0.9, steps: 3 });
  expect(asked).toBe(4);
  expect([...solveSymmetric(counted, new Float64Array(4), { tolerance: 0.1, steps: 3 })]).toEqual([0, 0, 0, 0]);
  expect(asked).toBe(4);
  const negative = solveSymmetric((vector) => vector.map((value) => -value), target, { tolerance: 0.1, steps: 3 });
  expect([...negative]).toEqual([0, 0, 0, 0]);
});
