import type { Points } from "../map/points.ts";

/**
 * How alike groups of points are: the mean cosine of a point of the group of a row and one of that of a column; of a group with itself, of two
 * different points. `groupOf` has the group of each point, from 0 to below `groups`. NaN where there is nothing to compare.
 */
export function groupCosines(points: Points, groupOf: Int32Array, groups: number): readonly Float64Array[] {
  const { values, dimensions } = points;
  const sums = Array.from({ length: groups }, () => new Float64Array(dimensions));
  const sizes = new Float64Array(groups);
  const squares = new Float64Array(groups);
  for (const [point, group] of groupOf.entries()) {
    sizes[group]! += 1;
    for (let i = 0; i < dimensions; i++) {
      const value = values[point * dimensions + i]!;
      sums[group]![i]! += value;
      squares[group]! += value * value;
    }
  }
  // the product of two sums is the sum of all products; of a sum with itself it has those of each point with itself, too
  return sums.map((sum, row) =>
    Float64Array.from(sums, (other, column) => {
      const products = sum.reduce((all, value, i) => all + value * other[i]!, 0);
      return row === column
        ? (products - squares[row]!) / (sizes[row]! * (sizes[row]! - 1))
        : products / (sizes[row]! * sizes[column]!);
    }),
  );
}
