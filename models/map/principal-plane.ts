import type { Random } from "../random.ts";
import type { Points } from "./points.ts";

/** Rounds of the iteration; the plane of a catalog stands still after some ten. */
const rounds = 30;

/**
 * Where points lie in the plane of their two directions of most variance (principal components, by orthogonal iteration): x and y beside
 * one another, point by point.
 */
export function principalPlane(points: Points, random: Random): Float64Array {
  const { count, dimensions } = points;
  const centre = meanOf(points);
  let axes = orthonormal([0, 1].map(() => Float64Array.from({ length: dimensions }, () => random.uniform() - 0.5)));
  const places = new Float64Array(2 * count);
  for (let round = 0; round < rounds; round++) {
    project(points, centre, axes, places);
    axes = orthonormal(variance(points, centre, places));
  }
  project(points, centre, axes, places);
  return places;
}

function meanOf({ values, count, dimensions }: Points): Float64Array {
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < values.length; i++) mean[i % dimensions]! += values[i]! / count;
  return mean;
}

function project(
  { values, count, dimensions }: Points,
  centre: Float64Array,
  axes: readonly Float64Array[],
  places: Float64Array,
): void {
  const [first, second] = axes as readonly [Float64Array, Float64Array];
  for (let row = 0; row < count; row++) {
    let [x, y] = [0, 0];
    for (let i = 0; i < dimensions; i++) {
      const value = values[row * dimensions + i]! - centre[i]!;
      x += value * first[i]!;
      y += value * second[i]!;
    }
    places[2 * row] = x;
    places[2 * row + 1] = y;
  }
}

/** The covariance of the points times two axes, of which the places are given. */
function variance(
  { values, count, dimensions }: Points,
  centre: Float64Array,
  places: Float64Array,
): readonly Float64Array[] {
  const [first, second] = [new Float64Array(dimensions), new Float64Array(dimensions)];
  for (let row = 0; row < count; row++) {
    const [x, y] = [places[2 * row]!, places[2 * row + 1]!];
    for (let i = 0; i < dimensions; i++) {
      const value = values[row * dimensions + i]! - centre[i]!;
      first[i]! += x * value;
      second[i]! += y * value;
    }
  }
  return [first, second];
}

/** Gram and Schmidt; where nothing is left of an axis, as of equal points, it becomes zeros. */
function orthonormal(axes: readonly Float64Array[]): readonly Float64Array[] {
  const [first, second] = axes as readonly [Float64Array, Float64Array];
  const one = unit(first);
  const shared = product(one, second);
  return [one, unit(second.map((value, i) => value - shared * one[i]!))];
}

function unit(axis: Float64Array): Float64Array {
  const length = Math.sqrt(product(axis, axis));
  return length < 1e-12 ? axis.fill(0) : axis.map((value) => value / length);
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}
