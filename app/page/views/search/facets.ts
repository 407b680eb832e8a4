/** What a person has chosen of the facets; undefined: all of it. */
export interface ChosenFacets {
  readonly brand: string | undefined;
  readonly category: string | undefined;
}

/** The facets that an address chooses. */
export function chosenFacets(query: URLSearchParams): ChosenFacets {
  return { brand: query.get("brand") ?? undefined, category: query.get("category") ?? undefined };
}

/** Whether a product is of the facets that are chosen. */
export function isOfFacets(
  product: { readonly brand: string | null; readonly category: string | null },
  { brand, category }: ChosenFacets,
): boolean {
  return (brand === undefined || product.brand === brand) && (category === undefined || product.category === category);
}
