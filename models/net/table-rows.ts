/** The rows that a batch touches: each once, in order of first sight, and for each id where its row now is. */
export interface TouchedRows {
  readonly rows: Int32Array;
  readonly places: Int32Array;
}

/** Finds the different ids of a batch, so that a step only handles those rows of a table. */
export function touchedRows(ids: ArrayLike<number>): TouchedRows {
  const placeOf = new Map<number, number>();
  const places = new Int32Array(ids.length);
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    const before = placeOf.get(id);
    places[index] = before ?? placeOf.size;
    if (before === undefined) placeOf.set(id, placeOf.size);
  }
  return { rows: Int32Array.from(placeOf.keys()), places };
}

/** Throws a RangeError when a table of `count` rows lacks one of the rows; the runtime would count negative ones from the end. */
export function checkRows(rows: Int32Array, count: number): void {
  const missing = rows.find((row) => row < 0 || row >= count);
  if (missing !== undefined) throw new RangeError(`a table of ${count} rows has no row ${missing}`);
}

/** Copies rows into a table. */
export function scatterRows(table: Float32Array, width: number, rows: Int32Array, values: Float32Array): void {
  for (let place = 0; place < rows.length; place++) {
    table.set(values.subarray(place * width, (place + 1) * width), rows[place]! * width);
  }
}
