import { othersTurn } from "../../models/others-turn.ts";
import type { PlacedItems } from "../../models/two-tower/placed-items.ts";
import type { ShopItem } from "../../models/two-tower/shop-item.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import type { ProductIndex } from "../retrieval/product-index.ts";

/** Products that are looked at before others get their turn. */
const productsAtOnce = 1_000;

/**
 * Keeps what a two-tower model places as the shop sells it: newer and changed products are put in by their title, brand and category. What is sold
 * no more stays in, as visitors chose it; whoever recommends asks the index.
 */
export class TowerCatalog {
  readonly #placed: PlacedItems;
  /** What was looked at, and how much of it had changed by then. */
  #seen: { readonly index: ProductIndex; readonly changes: number } | undefined;
  #catchingUp: Promise<void> | undefined;

  /** Looks at nothing yet. */
  constructor(placed: PlacedItems) {
    this.#placed = placed;
  }

  /** Places what the index has by now. */
  async catchUp(index: ProductIndex): Promise<void> {
    await this.#catchingUp; // which may have begun before the last change
    this.#catchingUp ??= this.#place(index).finally(() => {
      this.#catchingUp = undefined;
    });
    await this.#catchingUp;
  }

  async #place(index: ProductIndex): Promise<void> {
    const { changes } = index;
    const seen = this.#seen?.index === index ? this.#seen.changes : undefined;
    if (seen === changes) return;
    let looked = 0;
    let changed: ShopItem[] = [];
    for (const product of changedProducts(index, seen)) {
      const item = itemOf(product);
      if (!this.#has(item)) changed.push(item);
      if (++looked % productsAtOnce > 0) continue;
      await this.#placed.put(changed);
      changed = [];
      await othersTurn();
    }
    await this.#placed.put(changed);
    this.#seen = { index, changes };
  }

  #has({ id, title, brand, category }: ShopItem): boolean {
    const item = this.#placed.indexOf(id);
    if (item === undefined) return false;
    const known = this.#placed.at(item);
    return known.title === title && known.brand === brand && known.category === category;
  }
}

/** The products that changed since there were so many changes, as they are now; all of them where that is not known. */
function* changedProducts(index: ProductIndex, seen: number | undefined): Iterable<CatalogProduct> {
  const changed = seen === undefined ? undefined : index.changedSince(seen);
  if (changed === undefined) return yield* index.products();
  for (const productId of new Set(changed)) {
    const found = index.product(productId);
    if (found !== undefined) yield found.product;
  }
}

function itemOf({ productId: id, title, brand, category }: CatalogProduct): ShopItem {
  return { id, title, brand, category };
}
