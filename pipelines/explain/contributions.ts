import type { Contributions, FeatureRows } from "../../models/model.ts";
import { features } from "../../schemas/feature-sets.ts";

/** What one feature, or one part of a model, adds to a score. */
export interface Contribution {
  /** A feature by its name, or a part of the model in words. */
  readonly name: string;
  /** What a feature tells, in words; nothing for a part of the model. */
  readonly says?: string;
  /** The kind of feature, where the set has kinds. */
  readonly group?: string;
  /** The feature's value; NaN where it is missing. */
  readonly value?: number;
  /** How much the score is higher for it. */
  readonly adds: number;
}

/** What a group of features adds together. */
export interface GroupSum {
  readonly group: string;
  readonly adds: number;
}

/** The contributions to the score of one row, those that weigh most first. */
export function contributionsOf(rows: FeatureRows, explained: Contributions, row: number): readonly Contribution[] {
  const { names, values } = explained;
  const column = new Map(rows.names.map((name, at) => [name, at]));
  const contributions = names.map((name, at): Contribution => {
    const place = column.get(name);
    const value = place === undefined ? {} : { value: rows.values[row * rows.names.length + place]! };
    return { name, ...describe(name), ...value, adds: values[row * names.length + at]! };
  });
  return byWeight(contributions);
}

/** What weighs most first; of equal weights the one that was first. */
export function byWeight<Part extends { readonly adds: number }>(parts: readonly Part[]): readonly Part[] {
  return parts.toSorted((a, b) => Math.abs(b.adds) - Math.abs(a.adds));
}

/** What has no group: parts of a model. */
const noGroup = "parts of the model";

/** The sums of the groups, and of what has none, the heaviest first; empty when nothing has a group. */
export function groupSums(contributions: readonly Pick<Contribution, "group" | "adds">[]): readonly GroupSum[] {
  if (contributions.every(({ group }) => group === undefined)) return [];
  const sums = new Map<string, number>();
  for (const { group = noGroup, adds } of contributions) sums.set(group, (sums.get(group) ?? 0) + adds);
  return byWeight([...sums].map(([group, adds]) => ({ group, adds })));
}

const described: Readonly<Record<string, Pick<Contribution, "group" | "says">>> = features;

function describe(name: string): Pick<Contribution, "group" | "says"> {
  return Object.hasOwn(described, name) ? described[name]! : {};
}
