import { type FeatureGroup, type FeatureName, featureGroups, features } from "../schemas/feature-sets.ts";
import type { AblationGroup } from "./model.ts";

/** The groups of features that columns of these names belong to, and how many of them each has. */
export function groupsOfColumns(names: readonly string[]): readonly AblationGroup[] {
  return Object.entries(featureGroups)
    .map(([name, says]) => ({ name, says, columns: names.filter((column) => groupOf(column) === name).length }))
    .filter(({ columns }) => columns > 0);
}

/** The places of the columns that are of none of the groups. */
export function columnsWithout(names: readonly string[], groups: readonly string[]): Uint32Array {
  const isKept = (place: number) => !groups.includes(groupOf(names[place]!) ?? "");
  return Uint32Array.from(names.keys()).filter(isKept);
}

/** Some of the `width` columns of rows, in the order that they are named. */
export function pickColumns(values: Float32Array, width: number, kept: Uint32Array): Float32Array {
  const count = width === 0 ? 0 : values.length / width;
  const picked = new Float32Array(count * kept.length);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < kept.length; i++) picked[row * kept.length + i] = values[row * width + kept[i]!]!;
  }
  return picked;
}

function groupOf(column: string): FeatureGroup | undefined {
  return Object.hasOwn(features, column) ? features[column as FeatureName].group : undefined;
}
