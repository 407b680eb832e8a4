/** How many of sorted numbers are less than another one, which is where the first lies that is not. */
export function countBelow(sorted: Float32Array | Float64Array | Int32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
