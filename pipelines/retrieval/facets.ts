import type { CatalogProduct } from "../../schemas/generated/events.ts";

/** How many products have a value. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** What the products that were found divide into. */
export interface Facets {
  readonly brand: readonly FacetValue[];
  readonly category: readonly FacetValue[];
}

/** Counts brands and categories, the most frequent first, of equal ones by name; products that have none count nowhere. */
export function facetsOf(products: readonly Pick<CatalogProduct, "brand" | "category">[]): Facets {
  return {
    brand: countValues(products.map(({ brand }) => brand)),
    category: countValues(products.map(({ category }) => category)),
  };
}

function countValues(values: readonly (string | null)[]): readonly FacetValue[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}
