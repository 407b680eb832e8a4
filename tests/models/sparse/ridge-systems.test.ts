import { expect, test } from "vitest";
import { fitRidge, normalEquations } from "../../../models/baselines/ridge-fit.ts";
import { seededRandom } from "../../../models/random.ts";
import { type LinearFit, scoresOf, solveRidge } from "../../../models/sparse/ridge-systems.ts";
import { type SparseMatrix, writeSparse } from "../../../models/sparse/sparse-matrix.ts";

const exact = { tolerance: 1e-12, mostSteps: 1_000 };
const [rows, columns] = [60, 8];

/** Rows with about three of eight columns, of widely different size, and targets that follow them, with noise. */
function someRows(): { dense: number[][]; matrix: SparseMatrix; targets: Float32Array } {
  const random = seededRandom(5);
  const dense = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, (_, column) =>
      random.uniform() < 0.4 ? Math.fround(random.uniform() * 4 ** column) : 0,
    ),
  );
  const targets = Float32Array.from(dense, (row) =>
    row.reduce((sum, value, column) => sum + ((column % 3) * value) / 4 ** column, 2 + random.uniform()),
  );
  return { dense, matrix: sparse(dense), targets };
}

function sparse(dense: readonly (readonly number[])[]): SparseMatrix {
  const writer = writeSparse(dense.length, columns);
  for (const row of dense) {
    row.forEach((value, column) => {
      if (value !== 0) writer.add(column, value);
    });
    writer.endRow();
  }
  return writer.matrix(dense[0]!.length);
}

/** The same by the closed form of the dense ridge, on columns that are centred but not scaled. */
function closedForm(dense: readonly (readonly number[])[], targets: ArrayLike<number>, penalty: number): LinearFit {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = Float64Array.from({ length: columns }, (_, column) => mean(dense.map((row) => row[column]!)));
  const target = mean(Array.from(targets));
  const values = Float64Array.from(dense.flatMap((row) => row.map((value, column) => value - means[column]!)));
  const standard = { count: dense.length, columns, values, means, scales: new Float64Array(columns).fill(1) };
  const equations = normalEquations(
    standard,
    Float64Array.from(targets, (value) => value - target),
  );
  const { coefficients } = fitRidge(equations, penalty);
  const intercept = coefficients.reduce((left, weight, column) => left - weight * means[column]!, target);
  return { intercept, coefficients: Float32Array.from(coefficients) };
}

function expectAlike(fit: LinearFit, wanted: LinearFit) {
  expect(fit.intercept).toBeCloseTo(wanted.intercept, 6);
  fit.coefficients.forEach((weight, column) => {
    expect(weight).toBeCloseTo(wanted.coefficients[column]!, 6);
  });
}

test("solveRidge: equal to the closed form, for several penalties at once", () => {
  const { dense, matrix, targets } = someRows();
  const penalties = [1e-9, 0.5, 100];
  const fits = solveRidge(
    matrix,
    targets,
    penalties.map((penalty) => ({ penalty })),
    exact,
  );
  penalties.forEach((penalty, i) => {
    expectAlike(fits[i]!, closedForm(dense, targets, penalty));
  });
});

test("solveRidge: a system over some rows is as if the others were not there", () => {
  const { dense, matrix, targets } = someRows();
  const chosen = Uint8Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 0 : 1));
  const [all, some] = solveRidge(matrix, targets, [{ penalty: 2 }, { penalty: 2, rows: chosen }], exact);
  const among = <Item>(items: ArrayLike<Item>) => Array.from(items).filter((_, row) => chosen[row] === 1);
  expectAlike(some!, closedForm(among(dense), among(targets), 2));
  expectAlike(all!, closedForm(dense, targets, 2));
});

test("solveRidge: without a penalty columns that repeat each other, or never change, leave a least squares fit", () => {
  const dense = [1, 2, 3, 5].map((value) => [value, 2 * value, 7, 0]);
  const [fit] = solveRidge(sparse(dense), Float32Array.of(1, 2, 3, 5), [{ penalty: 0 }], exact);
  expect([...scoresOf(sparse(dense), fit!)]).toEqual([1, 2, 3, 5].map((value) => expect.closeTo(value, 5)));
});

test("solveRidge: equal targets need no step, and rows without values get the intercept", () => {
  const steps: number[] = [];
  const matrix = sparse([[1], [0], [2]]);
  const rule = { ...exact, onStep: (step: number) => steps.push(step) };
  const [fit] = solveRidge(matrix, Float32Array.of(2, 2, 2), [{ penalty: 1 }], rule);
  expect(fit).toEqual({ intercept: 2, coefficients: Float32Array.of(0) });
  expect(steps).toEqual([]);
});

test("solveRidge: ends after the most steps, and when it is told to", () => {
  const { matrix, targets } = someRows();
  const steps: number[] = [];
  const onStep = (step: number) => {
    steps.push(step);
    if (step === 3) throw new Error("enough");
  };
  solveRidge(matrix, targets, [{ penalty: 1 }], { ...exact, mostSteps: 2, onStep });
  expect(steps).toEqual([1, 2]);
  expect(() => solveRidge(matrix, targets, [{ penalty: 1 }], { ...exact, onStep })).toThrow("enough");
});
