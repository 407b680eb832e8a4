import { othersTurn } from "../../models/others-turn.ts";
import { VectorIndex } from "../../models/retrieval/vector-index.ts";
import type { ShopItem } from "../../models/two-tower/shop-item.ts";
import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import type { ProductIndex } from "../retrieval/product-index.ts";

/** Products that are looked at before others get their turn. */
const productsAtOnce = 1_000;

/** A product that stands near another one. */
export interface NearProduct {
  readonly productId: string;
  /** The cosine of both vectors. */
  readonly likeness: number;
}

interface Placed extends ShopItem {
  readonly document: number;
}

/**
 * The products on sale as the item tower of a model places them, in the model's space: those of its training by what it learned, newer and changed
 * ones by their title, brand and category.
 */
export class TowerCatalog {
  readonly #model: TwoTowerModel;
  #vectors: VectorIndex | undefined;
  readonly #placed = new Map<string, Placed>();
  readonly #idOf: string[] = [];
  readonly #free: number[] = [];
  /** What was placed, and how much of it had changed by then. */
  #seen: { readonly index: ProductIndex; readonly changes: number } | undefined;
  #catchingUp: Promise<void> | undefined;

  /** Places nothing yet. */
  constructor(model: TwoTowerModel) {
    this.#model = model;
  }

  /** The products nearest to one of the catalog, best first, of those that share anything with it; undefined where there is no such product. */
  async nearTo(productId: string, limit: number, index: ProductIndex): Promise<readonly NearProduct[] | undefined> {
    await this.#catchUp(index);
    const own = this.#placed.get(productId);
    const vector = own && this.#vectors?.vectorOf(own.document);
    if (vector === undefined) return undefined;
    const { documents, scores } = await this.#vectors!.search({ space: this.#model.space, vector }, limit + 1);
    return Array.from(documents, (document, place) => ({
      productId: this.#idOf[document]!,
      likeness: Math.min(1, scores[place]!),
    }))
      .filter((near) => near.productId !== productId)
      .slice(0, limit);
  }

  /** Whoever closes it lets nobody ask any more. */
  async close(): Promise<void> {
    await this.#catchingUp;
    await this.#vectors?.close();
  }

  async #catchUp(index: ProductIndex): Promise<void> {
    this.#catchingUp ??= this.#place(index).finally(() => {
      this.#catchingUp = undefined;
    });
    await this.#catchingUp;
  }

  async #place(index: ProductIndex): Promise<void> {
    const { changes } = index;
    if (this.#seen?.index === index && this.#seen.changes === changes) return;
    const { space, width } = this.#model;
    this.#vectors ??= await VectorIndex.open({ space, dimensions: width - 1 });
    for (const productId of this.#placed.keys()) if (!index.has(productId)) this.#takeOut(productId);
    let slice: ShopItem[] = [];
    for (const product of index.products()) {
      slice.push(itemOf(product));
      if (slice.length < productsAtOnce) continue;
      await this.#put(slice);
      slice = [];
      await othersTurn();
    }
    await this.#put(slice);
    this.#seen = { index, changes };
  }

  async #put(products: readonly ShopItem[]): Promise<void> {
    const changed = products.filter((product) => !isSame(this.#placed.get(product.id), product));
    const newer: ShopItem[] = [];
    for (const product of changed) {
      const item = this.#model.indexOf(product.id);
      if (item !== undefined && isSame(this.#model.state.items[item], product))
        this.#set(product, this.#model.towerOf(item));
      else newer.push(product);
    }
    const towers = newer.length === 0 ? [] : await this.#model.towersOf(newer);
    for (const [place, product] of newer.entries()) this.#set(product, towers[place]!);
  }

  #set(product: ShopItem, vector: Float32Array): void {
    const document = this.#placed.get(product.id)?.document ?? this.#free.pop() ?? this.#idOf.length;
    this.#idOf[document] = product.id;
    this.#placed.set(product.id, { ...product, document });
    this.#vectors!.set(document, { space: this.#model.space, vector });
  }

  #takeOut(productId: string): void {
    const { document } = this.#placed.get(productId)!;
    this.#placed.delete(productId);
    this.#vectors!.delete(document);
    this.#free.push(document);
  }
}

function itemOf({ productId: id, title, brand, category }: CatalogProduct): ShopItem {
  return { id, title, brand, category };
}

function isSame(one: ShopItem | undefined, other: ShopItem): boolean {
  return one?.title === other.title && one.brand === other.brand && one.category === other.category;
}
