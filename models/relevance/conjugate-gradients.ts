/** How far to go. */
export interface SolvePlan {
  /** Stops when the residual is this share of the target, by length. */
  readonly tolerance: number;
  readonly steps: number;
}

/**
 * The x of A x = target for a symmetric positive definite A, which is given by what it makes of a vector (Hestenes and Stiefel 1952).
 * Stops early at the tolerance, or where A turns out not to be positive definite.
 */
export function solveSymmetric(
  multiply: (vector: Float64Array) => Float64Array,
  target: Float64Array,
  { tolerance, steps }: SolvePlan,
): Float64Array {
  const solution = new Float64Array(target.length);
  const residual = target.slice();
  let direction = target.slice();
  let square = dot(residual, residual);
  const enough = square * tolerance ** 2;
  for (let step = 0; step < steps && square > enough; step++) {
    const image = multiply(direction);
    const curvature = dot(direction, image);
    if (!(curvature > 0)) break;
    const length = square / curvature;
    for (let i = 0; i < solution.length; i++) {
      solution[i]! += length * direction[i]!;
      residual[i]! -= length * image[i]!;
    }
    const before = square;
    square = dot(residual, residual);
    direction = direction.map((value, i) => residual[i]! + (square / before) * value);
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
