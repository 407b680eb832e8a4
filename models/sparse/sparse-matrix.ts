/** A matrix of which most values are 0, in compressed rows: only the others are kept, row by row. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Where each row starts in `places` and `values`, and where the last one ends. */
  readonly starts: Uint32Array;
  /** The column of each kept value; a column that a row names twice counts with the sum. */
  readonly places: Uint32Array;
  readonly values: Float32Array;
}

/** Takes the values of a row. */
export interface SparseRow {
  add(column: number, value: number): void;
}

/** Takes a matrix down row by row; what is added goes to the row that is being written. */
export interface SparseWriter extends SparseRow {
  endRow(): void;
  /** The rows that were ended. The writer is of no use afterwards. */
  matrix(columns: number): SparseMatrix;
}

/** A writer for about so many rows of about so many values; more are welcome. */
export function writeSparse(expectedRows: number, expectedPerRow: number): SparseWriter {
  let starts = new Uint32Array(expectedRows + 1);
  let places = new Uint32Array(expectedRows * expectedPerRow + 1);
  let values = new Float32Array(places.length);
  let rows = 0;
  let end = 0;
  return {
    add(column, value) {
      if (end === places.length) {
        places = grown(places, new Uint32Array(end * 2));
        values = grown(values, new Float32Array(end * 2));
      }
      places[end] = column;
      values[end++] = value;
    },
    endRow() {
      rows++;
      if (rows === starts.length) starts = grown(starts, new Uint32Array(rows * 2));
      starts[rows] = end;
    },
    matrix: (columns) => ({
      ...{ rows, columns },
      starts: starts.subarray(0, rows + 1),
      places: places.subarray(0, end),
      values: values.subarray(0, end),
    }),
  };
}

function grown<Numbers extends Uint32Array | Float32Array>(old: Numbers, wider: Numbers): Numbers {
  wider.set(old);
  return wider;
}

/**
 * matrix × vectors. Several vectors are multiplied at once, as reading the matrix is what takes time: `vectors` holds `lanes` numbers a column,
 * and `into`, which is overwritten, `lanes` numbers a row.
 */
export function multiply(matrix: SparseMatrix, vectors: Float64Array, lanes: number, into: Float64Array): void {
  const { rows, starts, places, values } = matrix;
  into.fill(0);
  for (let row = 0; row < rows; row++) {
    const to = row * lanes;
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++) {
      const from = places[at]! * lanes;
      const value = values[at]!;
      for (let lane = 0; lane < lanes; lane++) into[to + lane] = into[to + lane]! + value * vectors[from + lane]!;
    }
  }
}

/** matrix' × vectors, several at once: `vectors` holds `lanes` numbers a row, and `into`, which is overwritten, `lanes` numbers a column. */
export function multiplyTransposed(
  matrix: SparseMatrix,
  vectors: Float64Array,
  lanes: number,
  into: Float64Array,
): void {
  const { rows, starts, places, values } = matrix;
  into.fill(0);
  for (let row = 0; row < rows; row++) {
    const from = row * lanes;
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++) {
      const to = places[at]! * lanes;
      const value = values[at]!;
      for (let lane = 0; lane < lanes; lane++) into[to + lane] = into[to + lane]! + value * vectors[from + lane]!;
    }
  }
}
