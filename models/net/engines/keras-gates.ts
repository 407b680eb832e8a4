/** The weights of an LSTM with the gates in the order of Keras (input, forget, candidate, output) instead of ours (input, output, forget, candidate). */
export function toKerasGates(values: Float32Array, units: number): Float32Array {
  return reorder(values, units, [0, 2, 3, 1]);
}

/** And back. */
export function fromKerasGates(values: Float32Array, units: number): Float32Array {
  return reorder(values, units, [0, 3, 1, 2]);
}

/** The four blocks of each row, taken in another order. */
function reorder(values: Float32Array, units: number, order: readonly number[]): Float32Array {
  return values.map((_, place) => {
    const block = Math.floor(place / units);
    const gate = block % order.length;
    return values[(block - gate + order[gate]!) * units + (place % units)]!;
  });
}
