/** The value that a share of all values, 0 to 1, is not above (nearest rank). Throws a RangeError where there are none. */
export function percentile(values: Float64Array, share: number): number {
  if (values.length === 0) throw new RangeError("of no values there is no percentile");
  const rank = Math.max(1, Math.ceil(share * values.length));
  return values.toSorted()[rank - 1]!;
}
