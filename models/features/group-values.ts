import type { FeatureGroup, FeatureOf } from "../../schemas/feature-sets.ts";

/** A value for each feature of a group. */
export type GroupValues<Group extends FeatureGroup> = { readonly [name in FeatureOf<Group>]: number };

/** A part of a whole; 0 where there is no whole. */
export function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** A part of a whole; missing where there is no whole. */
export function shareOrMissing(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}
