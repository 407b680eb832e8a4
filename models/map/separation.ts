import type { Separation } from "../../schemas/separation.ts";
import type { Random } from "../random.ts";
import type { Neighbours } from "./nearest-points.ts";
import type { Points } from "./points.ts";

/** Measures how well vectors tell groups apart; undefined where there are not two groups. `groupOf` has the group of each point, or -1, `neighbours` two at least of each, itself first. */
export function separationOf(
  points: Points,
  groupOf: Int32Array,
  neighbours: Neighbours,
  random: Random,
): Separation | undefined {
  const sizes = sizesOf(groupOf);
  const measured = groupOf.filter((group) => group >= 0).length;
  if (sizes.size < 2) return undefined;
  return {
    ...{ groups: sizes.size, measured },
    silhouette: silhouette(points, groupOf),
    silhouetteByChance: silhouette(points, shuffled(groupOf, random)),
    agreement: agreement(groupOf, neighbours) / measured,
    agreementByChance: agreementByChance([...sizes.values()], points.count),
  };
}

function sizesOf(groupOf: Int32Array): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const group of groupOf) if (group >= 0) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

function shuffled(groupOf: Int32Array, random: Random): Int32Array {
  const places = [...groupOf.keys()].filter((place) => groupOf[place]! >= 0);
  const dealt = groupOf.slice();
  for (const [from, to] of random.shuffle([...places]).entries()) dealt[to] = groupOf[places[from]!]!;
  return dealt;
}

/**
 * The mean of (b - a) / max(a, b): a is the mean distance to the others of the own group, b that to the nearest other group; 0 for one alone in
 * its group (Rousseeuw 1987). The distance is 1 - cosine, whose mean over a group is 1 - the product with the mean of the group.
 */
function silhouette(points: Points, groupOf: Int32Array): number {
  const { values, dimensions } = points;
  const groups = [...sizesOf(groupOf)].map(([group, size]) => ({ group, size, sum: sumOf(points, groupOf, group) }));
  let [sum, count] = [0, 0];
  for (const [point, own] of groupOf.entries()) {
    if (own < 0) continue;
    const vector = values.subarray(point * dimensions, (point + 1) * dimensions);
    let [within, beside] = [Number.NaN, Number.POSITIVE_INFINITY];
    for (const { group, size, sum } of groups) {
      const cosines = product(vector, sum);
      if (group !== own) beside = Math.min(beside, 1 - cosines / size);
      else within = 1 - (cosines - product(vector, vector)) / (size - 1);
    }
    const larger = Math.max(within, beside);
    if (larger > 0) sum += (beside - within) / larger;
    count++;
  }
  return sum / count;
}

function sumOf({ values, dimensions }: Points, groupOf: Int32Array, group: number): Float64Array {
  const sum = new Float64Array(dimensions);
  for (const [point, own] of groupOf.entries())
    if (own === group) for (let i = 0; i < dimensions; i++) sum[i]! += values[point * dimensions + i]!;
  return sum;
}

function product(one: Float32Array, other: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}

function agreement(groupOf: Int32Array, { rows, each }: Neighbours): number {
  let agreeing = 0;
  for (const [point, own] of groupOf.entries()) if (own >= 0 && groupOf[rows[point * each + 1]!] === own) agreeing++;
  return agreeing;
}

/** Any other point is the nearest as likely as any. */
function agreementByChance(sizes: readonly number[], points: number): number {
  const measured = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => sum + (size / measured) * ((size - 1) / (points - 1)), 0);
}
