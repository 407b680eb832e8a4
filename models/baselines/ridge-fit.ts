import { cholesky, type SquareMatrix, solveLower, solveUpper } from "./cholesky.ts";

/** Rows with columns of mean 0 and standard deviation 1, and what was subtracted and divided by; a constant column is 0 with scale 1, and a missing value its column's mean. */
export interface StandardRows {
  readonly count: number;
  readonly columns: number;
  /** `count` × `columns` values, row by row. */
  readonly values: Float64Array;
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** A ridge regression of centred targets on standardised rows. */
export interface RidgeFit {
  readonly coefficients: Float64Array;
  /** Mean squared error of each target predicted by a fit without its row (columns standardised as with it). */
  readonly leaveOneOut: number;
}

/** What every penalty has in common: X'X and X'y. */
export interface NormalEquations {
  readonly rows: StandardRows;
  readonly targets: Float64Array;
  readonly products: SquareMatrix;
  readonly targetProducts: Float64Array;
}

/** Brings every column to mean 0 and standard deviation 1. */
export function standardise(values: Float32Array, count: number, columns: number): StandardRows {
  const standard = Float64Array.from(values);
  const means = new Float64Array(columns);
  const scales = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const mean = columnMean(values, columns, column);
    const scale = columnDeviation(values, count, columns, column, mean);
    means[column] = mean;
    scales[column] = scale > 0 ? scale : 1;
    for (let at = column; at < standard.length; at += columns) {
      standard[at] = scale > 0 && !Number.isNaN(standard[at]) ? (standard[at]! - mean) / scale : 0;
    }
  }
  return { count, columns, values: standard, means, scales };
}

/** X'X and X'y, for targets of mean 0. */
export function normalEquations(rows: StandardRows, targets: Float64Array): NormalEquations {
  const { count, columns, values } = rows;
  const products = new Float64Array(columns * columns);
  const targetProducts = new Float64Array(columns);
  for (let row = 0; row < count; row++) {
    const start = row * columns;
    for (let i = 0; i < columns; i++) {
      const value = values[start + i]!;
      targetProducts[i] = targetProducts[i]! + value * targets[row]!;
      for (let j = 0; j <= i; j++) products[i * columns + j] = products[i * columns + j]! + value * values[start + j]!;
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = i + 1; j < columns; j++) products[i * columns + j] = products[j * columns + i]!;
  }
  return { rows, targets, products: { size: columns, values: products }, targetProducts };
}

/** The w that minimises |y - Xw|² + penalty |w|², for a penalty above 0, and how well it does on rows left out. */
export function fitRidge(equations: NormalEquations, penalty: number): RidgeFit {
  const { size, values } = equations.products;
  const penalised = values.map((value, place) => (place % (size + 1) === 0 ? value + penalty : value));
  const lower = cholesky({ size, values: penalised });
  const coefficients = solveUpper(lower, solveLower(lower, equations.targetProducts.slice()));
  return { coefficients, leaveOneOut: leaveOneOut(equations, lower, coefficients) };
}

function leaveOneOut({ rows, targets }: NormalEquations, lower: SquareMatrix, coefficients: Float64Array): number {
  const { count, columns, values } = rows;
  const solved = new Float64Array(columns);
  let sum = 0;
  for (let row = 0; row < count; row++) {
    let error = targets[row]!;
    for (let i = 0; i < columns; i++) {
      solved[i] = values[row * columns + i]!;
      error -= solved[i]! * coefficients[i]!;
    }
    solveLower(lower, solved);
    // The intercept is not penalised: h = 1/n + x' (X'X + penalty)^-1 x, and the error without the row is e / (1 - h).
    let leverage = 1 / count;
    for (let i = 0; i < columns; i++) leverage += solved[i]! * solved[i]!;
    sum += (error / (1 - leverage)) ** 2;
  }
  return sum / count;
}

/** Mean of the values that are not missing; 0 when all are. */
function columnMean(values: Float32Array, columns: number, column: number): number {
  let [sum, present] = [0, 0];
  for (let at = column; at < values.length; at += columns) {
    if (Number.isNaN(values[at])) continue;
    sum += values[at]!;
    present++;
  }
  return present === 0 ? 0 : sum / present;
}

/** Standard deviation with missing values at the mean. */
function columnDeviation(values: Float32Array, count: number, columns: number, column: number, mean: number): number {
  let squares = 0;
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = column; at < values.length; at += columns) {
    const value = values[at]!;
    if (Number.isNaN(value)) continue;
    squares += (value - mean) ** 2;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  // Rounding gives a constant column a deviation just above 0.
  return lowest < highest ? Math.sqrt(squares / count) : 0;
}
