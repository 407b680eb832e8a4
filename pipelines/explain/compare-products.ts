import { byWeight, type Contribution } from "./contributions.ts";
import type { ExplainedProduct } from "./explain-scores.ts";

/** Why one product's score differs from another's. */
export interface ProductComparison {
  /** How much higher the first score is. */
  readonly by: number;
  /** What the model's features, or the pieces of the query where the model can't tell, do for the one and for the other; what differs most first. */
  readonly differences: readonly Difference[];
}

/** What one thing does for two products. */
export interface Difference extends Omit<Contribution, "value"> {
  /** The values of a feature, of the first and of the second. */
  readonly values?: readonly [number, number];
}

/** Compares two products of one explanation. */
export function compareProducts(first: ExplainedProduct, second: ExplainedProduct): ProductComparison {
  const differences =
    first.contributions && second.contributions
      ? ofContributions(first.contributions, second.contributions)
      : ofPieces(first, second);
  return { by: first.score - second.score, differences: byWeight(differences.filter(({ adds }) => adds !== 0)) };
}

function ofContributions(first: readonly Contribution[], second: readonly Contribution[]): readonly Difference[] {
  const others = new Map(second.map((contribution) => [contribution.name, contribution]));
  return first.map(({ value, adds, ...contribution }) => {
    const other = others.get(contribution.name)!;
    const values = value === undefined ? {} : { values: [value, other.value!] as const };
    return { ...contribution, ...values, adds: adds - other.adds };
  });
}

function ofPieces(first: ExplainedProduct, second: ExplainedProduct): readonly Difference[] {
  return first.without.map(({ piece, adds }, i) => ({ name: piece, adds: adds - second.without[i]!.adds }));
}
