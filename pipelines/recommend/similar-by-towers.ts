import type { LiveCatalog } from "../retrieval/live-catalog.ts";
import { type ProductIndex, toldProduct } from "../retrieval/product-index.ts";
import { checkLimit } from "../retrieval/search-products.ts";
import type { SimilarProducts } from "../retrieval/similar-products.ts";
import type { LiveRecommender } from "./live-recommender.ts";
import type { NearProduct } from "./tower-catalog.ts";

/** Products that the same visitors choose, as a two-tower model has learned it. */
export interface SimilarByTowers extends SimilarProducts {
  /** The two-tower model whose vectors are compared. */
  readonly model: string;
}

/**
 * Finds the products whose vectors of the item tower are most like that of a product, in the space of the two-tower model in use. Gives "unknown"
 * where the shop has no such product, and "untrained" where no model is in use. Throws WRONG_USAGE for an odd limit.
 */
export async function similarByTowers(
  catalog: LiveCatalog,
  recommender: LiveRecommender | undefined,
  { productId, limit }: { readonly productId: string; readonly limit: number },
): Promise<SimilarByTowers | "unknown" | "untrained"> {
  checkLimit(limit);
  const found = await recommender?.use((open) =>
    catalog.use(async ({ index }): Promise<SimilarByTowers | "unknown"> => {
      const own = index.product(productId);
      const near = own && (await open.catalog.nearTo(productId, limit, index));
      if (near === undefined) return "unknown";
      const { title } = own!.product;
      return { productId, title, space: open.model.space, model: open.reference, products: told(index, near) };
    }),
  );
  return found ?? "untrained";
}

function told(index: ProductIndex, near: readonly NearProduct[]): SimilarProducts["products"] {
  return near.flatMap(({ productId, likeness }) => {
    const found = index.product(productId);
    return found === undefined ? [] : [{ ...toldProduct(found.product), likeness }]; // taken off sale a moment ago
  });
}
