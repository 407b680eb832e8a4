import { cosine } from "../../models/embedding/similarity.ts";
import type { LiveCatalog } from "./live-catalog.ts";
import { type IndexedProduct, type ProductIndex, type ToldProduct, toldProduct } from "./product-index.ts";
import { checkLimit } from "./search-products.ts";

/** A product that is like another one. */
export interface SimilarFind extends ToldProduct {
  /** The cosine of the vectors of both titles, from 0 to 1. */
  readonly likeness: number;
}

/** Products like one. */
export interface SimilarProducts {
  readonly productId: string;
  readonly title: string;
  /** The space that their vectors are compared in. */
  readonly space: string;
  /** The most alike first. */
  readonly products: readonly SimilarFind[];
}

/** Finds the products whose titles are most like that of a product; undefined when the shop has no such product. Throws WRONG_USAGE for an odd limit. */
export async function similarProducts(
  catalog: LiveCatalog,
  { productId, limit }: { readonly productId: string; readonly limit: number },
): Promise<SimilarProducts | undefined> {
  checkLimit(limit);
  return catalog.use(async ({ index }) => {
    const own = index.product(productId);
    if (own === undefined) return undefined;
    const { title } = own.product;
    return { productId, title, space: index.space, products: await nearest(index, own, limit) };
  });
}

async function nearest(index: ProductIndex, own: IndexedProduct, limit: number): Promise<readonly SimilarFind[]> {
  const { documents } = await index.byVector(own.vector, limit + 1);
  return index
    .productsAt(documents)
    .filter(({ product }) => product.productId !== own.product.productId)
    .slice(0, limit)
    .map(({ product, vector }) => ({ ...toldProduct(product), likeness: cosine(own.vector, vector) }));
}
