/** The rows that a batch touches: each once, in order of first sight, and for each id where its row now is. */
export interface TouchedRows {
  readonly rows: Int32Array;
  readonly places: Int32Array;
}

/** Finds the different ids of a batch, so that a step only handles those rows of a table. */
export function touchedRows(ids: ArrayLike<number>): TouchedRows {
  const placeOf = new Map<number, number>();
  const places = Int32Array.from(ids, (id) => {
    const place = placeOf.get(id) ?? placeOf.size;
    placeOf.set(id, place);
    return place;
  });
  return { rows: Int32Array.from(placeOf.keys()), places };
}

/** Copies rows out of a table of `width` numbers per row. Throws a RangeError when there is no such row. */
export function gatherRows(table: Float32Array, width: number, rows: Int32Array): Float32Array {
  const gathered = new Float32Array(rows.length * width);
  for (const [place, row] of rows.entries()) {
    if (row < 0 || (row + 1) * width > table.length) {
      throw new RangeError(`a table of ${table.length / width} rows has no row ${row}`);
    }
    gathered.set(table.subarray(row * width, (row + 1) * width), place * width);
  }
  return gathered;
}

/** Copies rows back into a table. */
export function scatterRows(table: Float32Array, width: number, rows: Int32Array, values: Float32Array): void {
  for (const [place, row] of rows.entries()) {
    table.set(values.subarray(place * width, (place + 1) * width), row * width);
  }
}
