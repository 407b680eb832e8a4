import type { LiveCatalog } from "./live-catalog.ts";
import { toldProduct } from "./product-index.ts";
import type { Recognition, Recognitions } from "./recognitions.ts";
import { checkLimit } from "./search-products.ts";
import type { SimilarFind } from "./similar-products.ts";

/** A product that looks and reads like another one. */
export interface LookAlike extends SimilarFind {
  /** What it was recognised as. */
  readonly recognised: Pick<Recognition, "category" | "probability">;
}

/** What a product was recognised as, and the products that look and read like it. */
export interface LookAlikes extends Omit<Recognition, "time" | "source"> {
  readonly title: string;
  /** The most alike first. */
  readonly products: readonly LookAlike[];
}

/**
 * Finds the products that look and read most like one, by the vectors that the newest hybrid model gave them. Gives "unknown" where the shop has
 * no such product, and "unrecognised" where no model has recognised it. Throws WRONG_USAGE for an odd limit.
 */
export async function lookAlikes(
  catalog: LiveCatalog,
  recognitions: Recognitions,
  { productId, limit }: { readonly productId: string; readonly limit: number },
): Promise<LookAlikes | "unknown" | "unrecognised"> {
  checkLimit(limit);
  await recognitions.catchUp();
  return catalog.use(async ({ index }) => {
    const own = index.product(productId);
    if (own === undefined) return "unknown";
    const recognition = recognitions.of(productId);
    if (recognition === undefined) return "unrecognised";
    const { time: _time, source: _source, ...told } = recognition;
    const like = await recognitions.like(productId, limit);
    const products = like.flatMap(({ productId: id, likeness }): LookAlike[] => {
      const found = index.product(id);
      if (found === undefined) return []; // taken off sale a moment ago
      const { category, probability } = recognitions.of(id)!;
      return [{ ...toldProduct(found.product), likeness, recognised: { category, probability } }];
    });
    return { ...told, title: own.product.title, products };
  });
}
