/** A square matrix, row by row. */
export interface SquareMatrix {
  readonly size: number;
  readonly values: Float64Array;
}

/** The lower triangle L with L L' = matrix, for a symmetric positive definite matrix; plain Error for any other. */
export function cholesky({ size, values }: SquareMatrix): SquareMatrix {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = values[row * size + column]!;
      for (let k = 0; k < column; k++) rest -= lower[row * size + k]! * lower[column * size + k]!;
      if (row === column && !(rest > 0)) throw new Error(`the matrix is not positive definite at ${row}`);
      lower[row * size + column] = row === column ? Math.sqrt(rest) : rest / lower[column * size + column]!;
    }
  }
  return { size, values: lower };
}

/** The z with L z = right. Written over `right`, which is returned. */
export function solveLower({ size, values }: SquareMatrix, right: Float64Array): Float64Array {
  for (let row = 0; row < size; row++) {
    let rest = right[row]!;
    for (let k = 0; k < row; k++) rest -= values[row * size + k]! * right[k]!;
    right[row] = rest / values[row * size + row]!;
  }
  return right;
}

/** The w with L' w = right. Written over `right`, which is returned. */
export function solveUpper({ size, values }: SquareMatrix, right: Float64Array): Float64Array {
  for (let row = size - 1; row >= 0; row--) {
    let rest = right[row]!;
    for (let k = row + 1; k < size; k++) rest -= values[k * size + row]! * right[k]!;
    right[row] = rest / values[row * size + row]!;
  }
  return right;
}
