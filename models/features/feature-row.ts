import { type FeatureGroup, type FeatureOf, featureNames, features } from "../../schemas/feature-sets.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Writes each feature of a group for a pair to its column of a whole row, in the order of `featureNames`: nothing is made that would have to be collected. */
export type WriteGroup = (pair: MatchedPair, row: Float32Array) => void;

/** The column of each feature of a group. */
export function columnsOf<Group extends FeatureGroup>(group: Group): { readonly [name in FeatureOf<Group>]: number } {
  const columns = [...featureNames.entries()].filter(([, name]) => features[name].group === group);
  return Object.fromEntries(columns.map(([column, name]) => [name, column])) as ReturnType<typeof columnsOf<Group>>;
}

/** A part of a whole; 0 where there is no whole. */
export function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** A part of a whole; missing where there is no whole. */
export function shareOrMissing(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}
