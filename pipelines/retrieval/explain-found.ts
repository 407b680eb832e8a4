import { type ExplainedProduct, type Explanation, explainSearch } from "../explain/explain-scores.ts";
import type { LiveCatalog } from "./live-catalog.ts";
import { rephrase, retrieve } from "./retrieve.ts";
import { checkQuery } from "./search-products.ts";

/** Why products that a search finds get the scores that it gives them. */
export interface FoundExplanation extends Explanation {
  readonly products: readonly (ExplainedProduct & { readonly productId: string })[];
}

/** Products to be explained. */
export interface FoundQuestion {
  readonly query: string;
  /** Of products that the search finds. */
  readonly productIds: readonly string[];
}

/**
 * Explains the scores that some products get among all that a search finds, which is what features of the whole search see. Products that it
 * does not find are left out. Throws WRONG_USAGE for a query that can't be one, MODEL_MISMATCH as `explainSearch` does.
 */
export function explainFound(catalog: LiveCatalog, { query, productIds }: FoundQuestion): Promise<FoundExplanation> {
  checkQuery(query);
  return catalog.use(async (searchable) => {
    const { live } = searchable;
    const whole = await retrieve(searchable, query);
    const rows = [...whole.products.keys()].filter((row) => productIds.includes(whole.products[row]!.productId));
    const { products, ...explained } = await explainSearch(live, whole, {
      rows,
      rephrase: (rest) => rephrase(whole, live, rest),
    });
    return {
      ...explained,
      products: products.map(({ row, ...product }) => ({ ...product, productId: whole.products[row]!.productId })),
    };
  });
}
