import { multiply, multiplyTransposed, type SparseMatrix } from "./sparse-matrix.ts";

/** One of several ridge regressions on the same matrix and targets. */
export interface RidgeSystem {
  /** How strongly weights are held down; 0 or more. */
  readonly penalty: number;
  /** 1 for each row that is learned from; without it all are. */
  readonly rows?: Uint8Array;
}

/** A fitted regression: a row's score is the intercept and its values times the coefficients. */
export interface LinearFit {
  readonly intercept: number;
  readonly coefficients: Float32Array;
}

/** When a solution is good enough. */
export interface StopRule {
  /** A system is solved when its gradient, each column scaled by its spread, is at most this share of what it was at the start. */
  readonly tolerance: number;
  /** At most so many steps. */
  readonly mostSteps: number;
  /** Is told the number of each step before it is taken; may throw to end it all. */
  readonly onStep?: (step: number) => void;
}

/**
 * For each system the coefficients w and the intercept b with the least |y - Xw - b|² + penalty |w|² over its rows: conjugate gradients on the
 * normal equations (Hestenes and Stiefel 1952, https://doi.org/10.6028/jres.049.044), each column scaled by its spread so that frequent and rare
 * ones are learned in equally few steps. All systems go step by step together, as reading the matrix is what takes time.
 */
export function solveRidge(
  matrix: SparseMatrix,
  targets: Float32Array,
  systems: readonly RidgeSystem[],
  rule: StopRule,
): readonly LinearFit[] {
  const lanes = systems.length;
  const { weights, residuals, gradients, directions, images, scales } = startState(matrix, targets, systems);
  const penalties = Float64Array.from(systems, ({ penalty }) => penalty);
  const first = scaledSquares(gradients, scales, lanes);
  let squares = first;
  const isOpen = (lane: number) => squares[lane]! > rule.tolerance ** 2 * first[lane]!;
  for (let step = 1; step <= rule.mostSteps && systems.some((_, lane) => isOpen(lane)); step++) {
    rule.onStep?.(step);
    multiply(matrix, directions, lanes, images);
    centre(images, systems);
    const [imageSquares, directionSquares] = [squaresOf(images, lanes), squaresOf(directions, lanes)];
    const lengths = squares.map((square, lane) => {
      const curvature = imageSquares[lane]! + penalties[lane]! * directionSquares[lane]!;
      return isOpen(lane) && curvature > 0 ? square / curvature : 0;
    });
    addScaled(weights, directions, lengths);
    addScaled(residuals, images, lengths.map(negated));
    multiplyTransposed(matrix, residuals, lanes, gradients);
    addScaled(gradients, weights, penalties.map(negated));
    const next = scaledSquares(gradients, scales, lanes);
    turn(
      directions,
      gradients,
      scales,
      next.map((square, lane) => (squares[lane]! > 0 ? square / squares[lane]! : 0)),
    );
    squares = next;
  }
  return fitsOf(matrix, targets, systems, weights);
}

/** The score of every row by a fit. */
export function scoresOf({ rows, starts, places, values }: SparseMatrix, fit: LinearFit): Float32Array {
  const scores = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let score = fit.intercept;
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++) {
      score += values[at]! * fit.coefficients[places[at]!]!;
    }
    scores[row] = score;
  }
  return scores;
}

/** Weights 0, so that the centred targets are all residual. */
function startState(matrix: SparseMatrix, targets: Float32Array, systems: readonly RidgeSystem[]) {
  const lanes = systems.length;
  const residuals = new Float64Array(matrix.rows * lanes);
  targets.forEach((target, row) => {
    residuals.fill(target, row * lanes, (row + 1) * lanes);
  });
  centre(residuals, systems);
  const gradients = new Float64Array(matrix.columns * lanes);
  multiplyTransposed(matrix, residuals, lanes, gradients);
  const scales = scalesOf(matrix, systems);
  return {
    ...{ weights: new Float64Array(gradients.length), residuals, gradients, scales },
    directions: gradients.map((gradient, at) => gradient * scales[at]!),
    images: new Float64Array(residuals.length),
  };
}

/** One over what stands on the diagonal of the normal equations, if all rows counted; 0 where that is nothing. */
function scalesOf({ rows, columns, places, values }: SparseMatrix, systems: readonly RidgeSystem[]): Float64Array {
  const [sums, squares] = [new Float64Array(columns), new Float64Array(columns)];
  places.forEach((place, at) => {
    sums[place] = sums[place]! + values[at]!;
    squares[place] = squares[place]! + values[at]! ** 2;
  });
  const lanes = systems.length;
  const scales = new Float64Array(columns * lanes);
  for (let column = 0; column < columns; column++) {
    const spread = Math.max(0, squares[column]! - sums[column]! ** 2 / rows);
    // a constant column is left with no more than rounding
    const isConstant = spread <= 1e-9 * squares[column]!;
    systems.forEach(({ penalty }, lane) => {
      const diagonal = (isConstant ? 0 : spread) + penalty;
      scales[column * lanes + lane] = diagonal > 0 ? 1 / diagonal : 0;
    });
  }
  return scales;
}

/** Takes each system's mean over its rows away from its values, and makes those of other rows 0: this is what an intercept without penalty comes to. */
function centre(values: Float64Array, systems: readonly RidgeSystem[]): void {
  const means = meansOf(values, systems);
  const lanes = systems.length;
  systems.forEach(({ rows }, lane) => {
    for (let at = lane, row = 0; at < values.length; at += lanes, row++) {
      values[at] = rows === undefined || rows[row] === 1 ? values[at]! - means[lane]! : 0;
    }
  });
}

function meansOf(values: Float64Array, systems: readonly RidgeSystem[]): readonly number[] {
  const lanes = systems.length;
  return systems.map(({ rows }, lane) => {
    let sum = 0;
    let count = 0;
    for (let at = lane, row = 0; at < values.length; at += lanes, row++) {
      if (rows !== undefined && rows[row] !== 1) continue;
      sum += values[at]!;
      count++;
    }
    return count > 0 ? sum / count : 0;
  });
}

function fitsOf(
  matrix: SparseMatrix,
  targets: Float32Array,
  systems: readonly RidgeSystem[],
  weights: Float64Array,
): readonly LinearFit[] {
  const lanes = systems.length;
  const left = new Float64Array(matrix.rows * lanes);
  multiply(matrix, weights, lanes, left);
  for (let at = 0; at < left.length; at++) left[at] = targets[Math.floor(at / lanes)]! - left[at]!;
  const intercepts = meansOf(left, systems);
  return systems.map((_, lane) => ({
    intercept: intercepts[lane]!,
    coefficients: Float32Array.from({ length: matrix.columns }, (_, column) => weights[column * lanes + lane]!),
  }));
}

/** The squared length of each system's vector. */
function squaresOf(vectors: Float64Array, lanes: number): Float64Array {
  const sums = new Float64Array(lanes);
  for (let at = 0; at < vectors.length; at += lanes) {
    for (let lane = 0; lane < lanes; lane++) sums[lane] = sums[lane]! + vectors[at + lane]! ** 2;
  }
  return sums;
}

/** The same, each column's square times its scale. */
function scaledSquares(vectors: Float64Array, scales: Float64Array, lanes: number): Float64Array {
  const sums = new Float64Array(lanes);
  for (let at = 0; at < vectors.length; at += lanes) {
    for (let lane = 0; lane < lanes; lane++) {
      sums[lane] = sums[lane]! + vectors[at + lane]! ** 2 * scales[at + lane]!;
    }
  }
  return sums;
}

/** to += factor × what, each system with its own factor. */
function addScaled(to: Float64Array, what: Float64Array, factors: Float64Array): void {
  const lanes = factors.length;
  for (let at = 0; at < to.length; at += lanes) {
    for (let lane = 0; lane < lanes; lane++) to[at + lane] = to[at + lane]! + factors[lane]! * what[at + lane]!;
  }
}

/** The next directions: the scaled gradient, and a share of the direction before. */
function turn(directions: Float64Array, gradients: Float64Array, scales: Float64Array, shares: Float64Array): void {
  const lanes = shares.length;
  for (let at = 0; at < directions.length; at += lanes) {
    for (let lane = 0; lane < lanes; lane++) {
      const place = at + lane;
      directions[place] = gradients[place]! * scales[place]! + shares[lane]! * directions[place]!;
    }
  }
}

function negated(value: number): number {
  return -value;
}
