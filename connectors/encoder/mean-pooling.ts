/**
 * The vector of each text of a batch, as sentence-transformers makes it: the mean over the text's own tokens, brought to unit length.
 * `hidden` is [texts, `width`, `dimensions`]; a text's tokens come first, padding after them.
 */
export function meanPooling(
  hidden: Float32Array,
  lengths: readonly number[],
  { width, dimensions }: { readonly width: number; readonly dimensions: number },
): readonly Float32Array[] {
  return lengths.map((length, text) => {
    const start = text * width * dimensions;
    return unit(sumOfRows(hidden.subarray(start, start + length * dimensions), dimensions));
  });
}

/** The sum points where the mean does, and its length is taken out anyway. */
function sumOfRows(rows: Float32Array, dimensions: number): Float64Array {
  const total = new Float64Array(dimensions);
  for (let place = 0; place < rows.length; place += dimensions) {
    for (let axis = 0; axis < dimensions; axis++) total[axis]! += rows[place + axis]!;
  }
  return total;
}

function unit(vector: Float64Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
