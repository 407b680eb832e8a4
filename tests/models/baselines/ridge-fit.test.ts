import { expect, test } from "vitest";
import { fitRidge, normalEquations, standardise } from "../../../models/baselines/ridge-fit.ts";
import { seededRandom } from "../../../models/random.ts";

const [count, columns] = [12, 3];
const random = seededRandom(2);
const values = Float32Array.from({ length: count * columns }, () => random.uniform() * 4 - 1);
const grades = Array.from({ length: count }, (_, i) => 1 + values[i * columns]! + random.uniform());
const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
const centred = Float64Array.from(grades, (grade) => grade - mean(grades));

/** Solves A w = b by Gaussian elimination with pivoting. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= column && Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? i : best),
      column,
    );
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let i = 0; i < rows.length; i++) {
      if (i === column) continue;
      const factor = rows[i]![column]! / rows[column]![column]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[column]![j]!);
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

/** Intercept and coefficients by the normal equations of rows with a leading 1 that is not penalised. */
function plainRidge(rows: readonly (readonly number[])[], targets: readonly number[], penalty: number): number[] {
  const design = rows.map((row) => [1, ...row]);
  const size = design[0]!.length;
  const sums = (of: (row: readonly number[], i: number) => number) =>
    design.reduce((sum, row, i) => sum + of(row, i), 0);
  const a = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => sums((row) => row[i]! * row[j]!) + (i === j && i > 0 ? penalty : 0)),
  );
  const b = Array.from({ length: size }, (_, i) => sums((row, at) => row[i]! * targets[at]!));
  return solve(a, b);
}

const standard = standardise(values, count, columns);
const rows = Array.from({ length: count }, (_, i) => [...standard.values.subarray(i * columns, (i + 1) * columns)]);
const predict = ([intercept, ...weights]: readonly number[], row: readonly number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * row[i]!, intercept!);

test("standardise: every column has mean 0 and deviation 1, a constant one is 0", () => {
  const some = standardise(Float32Array.of(1, 0.1, 3, 0.1, 5, 0.1), 3, 2);
  const deviation = Math.sqrt(8 / 3);
  expect([...some.values]).toEqual([-2 / deviation, 0, 0, 0, 2 / deviation, 0]);
  expect(some.means[0]).toBe(3);
  expect([...some.scales]).toEqual([deviation, 1]);
});

test.each([0.01, 1, 50])("fitRidge: with penalty %d agrees with Gaussian elimination", (penalty) => {
  const fit = fitRidge(normalEquations(standard, centred), penalty);
  const [intercept, ...weights] = plainRidge(rows, grades, penalty);
  expect(intercept).toBeCloseTo(mean(grades), 10);
  expect([...fit.coefficients]).toEqual(weights.map((weight) => expect.closeTo(weight, 10)));
});

test.each([0.01, 1, 50])("fitRidge: with penalty %d the leave-one-out error is that of explicit refits", (penalty) => {
  const errors = rows.map((row, left) => {
    const model = plainRidge(rows.toSpliced(left, 1), grades.toSpliced(left, 1), penalty);
    return (predict(model, row) - grades[left]!) ** 2;
  });
  expect(fitRidge(normalEquations(standard, centred), penalty).leaveOneOut).toBeCloseTo(mean(errors), 10);
});

test("standardise: a missing value is its column's mean, and neither counts for mean nor makes a column that lacks all", () => {
  const gaps = Float32Array.of(1, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN);
  const { values, means, scales } = standardise(gaps, 3, 2);
  const deviation = Math.sqrt(2 / 3);
  expect([...means]).toEqual([2, 0]);
  expect([...scales]).toEqual([deviation, 1]);
  expect([...values]).toEqual([-1 / deviation, 0, 1 / deviation, 0, 0, 0]);
});
