/** Vectors as the rows of one matrix, each of unit length or zeros, so that products of rows are cosines. */
export interface Points {
  /** `count` × `dimensions` values, row by row. */
  readonly values: Float32Array;
  readonly count: number;
  readonly dimensions: number;
}

/** Brings the rows of a matrix to unit length, in place; rows of zeros stay. */
export function unitPoints(values: Float32Array, dimensions: number): Points {
  const count = values.length / dimensions;
  for (let row = 0; row < count; row++) {
    const from = row * dimensions;
    let squared = 0;
    for (let i = from; i < from + dimensions; i++) squared += values[i]! * values[i]!;
    const scale = squared === 0 ? 0 : 1 / Math.sqrt(squared);
    for (let i = from; i < from + dimensions; i++) values[i] = values[i]! * scale;
  }
  return { values, count, dimensions };
}

/** Some of the points, in the order given; a copy. */
export function pointsAt({ values, dimensions }: Points, rows: Uint32Array): Points {
  const taken = new Float32Array(rows.length * dimensions);
  for (const [place, row] of rows.entries())
    taken.set(values.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  return { values: taken, count: rows.length, dimensions };
}
