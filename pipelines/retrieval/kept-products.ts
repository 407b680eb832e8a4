import { hashText, mixBits } from "../../models/hash.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";

/** The products that a shop sells now, by their ids, each without its description, which may be long and which nothing here reads. */
export class KeptProducts {
  readonly #products = new Map<string, CatalogProduct>();
  /** Sums of the hashes of all products, so that neither the order they came in nor what was there before counts. */
  readonly #sums = new Uint32Array(2);

  get size(): number {
    return this.#products.size;
  }

  /** Short for which products there are, with which titles and categories: equal in every process that has read the same. */
  get fingerprint(): string {
    const [first, second] = Array.from(this.#sums, (sum) => sum.toString(16).padStart(8, "0"));
    return `${this.size}-${first}${second}`;
  }

  get(productId: string): CatalogProduct | undefined {
    return this.#products.get(productId);
  }

  values(): IterableIterator<CatalogProduct> {
    return this.#products.values();
  }

  /** Puts a product in place of the one with its id, and gives it as it is kept. */
  put(product: CatalogProduct): CatalogProduct {
    this.#count(product.productId, -1);
    const kept = { ...product, description: null };
    this.#products.set(product.productId, kept);
    this.#count(product.productId, 1);
    return kept;
  }

  /** Takes a product out; nothing happens where there is none. */
  delete(productId: string): void {
    this.#count(productId, -1);
    this.#products.delete(productId);
  }

  #count(productId: string, sign: 1 | -1): void {
    const product = this.#products.get(productId);
    if (product === undefined) return;
    const text = JSON.stringify([productId, product.title, product.category]);
    const hash = hashText(text);
    this.#sums[0]! += sign * mixBits(hash);
    this.#sums[1]! += sign * mixBits(hash ^ hashText(`${text.length}${productId}`));
  }
}
