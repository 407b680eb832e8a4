import type { LiveCatalog } from "../retrieval/live-catalog.ts";
import { type ProductIndex, toldProduct } from "../retrieval/product-index.ts";
import { checkLimit } from "../retrieval/search-products.ts";
import type { SimilarProducts } from "../retrieval/similar-products.ts";
import type { LiveRecommender, OpenRecommender } from "./live-recommender.ts";

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
  wanted: { readonly productId: string; readonly limit: number },
): Promise<SimilarByTowers | "unknown" | "untrained"> {
  checkLimit(wanted.limit);
  const found = await recommender?.use((open) => catalog.use(({ index }) => nearTo(open, index, wanted)));
  return found ?? "untrained";
}

async function nearTo(
  { model, reference, catalog }: OpenRecommender,
  index: ProductIndex,
  { productId, limit }: { readonly productId: string; readonly limit: number },
): Promise<SimilarByTowers | "unknown"> {
  const own = index.product(productId);
  if (own === undefined) return "unknown";
  await catalog.catchUp(index);
  const { placed, space } = model;
  const isSold = (item: number) => index.has(placed.at(item).id);
  const { items, scores } = await model.nearTo(placed.indexOf(productId)!, limit, isSold);
  const products = Array.from(items).flatMap((item, place) => {
    const found = index.product(placed.at(item).id);
    return found === undefined ? [] : [{ ...toldProduct(found.product), likeness: Math.min(1, scores[place]!) }];
  });
  return { productId, title: own.product.title, space, model: reference, products };
}
