import { scaleOf } from "../embedding/similarity.ts";
import { floats, numbersOf, type Session } from "../net/session.ts";
import { othersTurn } from "../others-turn.ts";
import { ItemTable } from "./item-table.ts";
import type { ShopItem } from "./shop-item.ts";
import type { TwoTowerState } from "./two-tower-file.ts";
import { withRoom } from "./with-room.ts";

/** What the item tower reads of a product beside its id, and the input that says so. */
const attributeInputs = { title: "item texts", brand: "item has brand", category: "item category weights" } as const;

/** Something that the item tower reads of a product. */
export type ItemAttribute = keyof typeof attributeInputs;

/** Products that the item tower reads at once. */
const itemsAtOnce = 2_048;

/** What places products: the item tower, and what it reads them by. */
export interface Placing extends Pick<TwoTowerState, "names" | "reader"> {
  readonly tower: Session;
  /** Numbers of each vector. */
  readonly width: number;
}

/** What the item tower gives of some products, row by row. */
interface Placed {
  readonly vectors: Float32Array;
  readonly again: Float32Array;
}

/**
 * Products, each where the item tower puts it. At first they are those of the training, by the indices that they have there; more are put in behind them.
 * A product that the training did not know, or nobody had chosen by then, has the rows that unknown ones share: its popularity is theirs.
 */
export class PlacedItems {
  readonly table: ItemTable;
  readonly width: number;
  readonly #placing: Placing;
  readonly #items: ShopItem[];
  readonly #indexOf: Map<string, number>;
  #vectors: Float32Array;
  #again: Float32Array;
  #scales: Float32Array;

  private constructor(items: readonly ShopItem[], placing: Placing, table: ItemTable, { vectors, again }: Placed) {
    this.#placing = placing;
    this.table = table;
    this.width = placing.width;
    this.#items = [...items];
    this.#indexOf = new Map(items.map(({ id }, item) => [id, item]));
    this.#vectors = vectors;
    this.#again = again;
    this.#scales = Float32Array.from(items, (_, item) => scaleOf(this.towerOf(item)));
  }

  /** Places all of a catalog. */
  static async of(items: readonly ShopItem[], placing: Placing): Promise<PlacedItems> {
    const table = await ItemTable.of(items, placing.names, placing.reader);
    return new PlacedItems(items, placing, table, await place(table, placing));
  }

  /** How many products there are. */
  get count(): number {
    return this.#items.length;
  }

  /** Products × `width`: the end of each one's tower, and how often it is chosen at all, as a logarithm. */
  get vectors(): Float32Array {
    return this.#vectors.subarray(0, this.count * this.width);
  }

  /** For each product one over the length of `towerOf`, which makes a product with it a cosine; 0 where that is zero. */
  get scales(): Float32Array {
    return this.#scales.subarray(0, this.count);
  }

  /** The index of a product, undefined for one that was never put in. */
  indexOf(productId: string): number | undefined {
    return this.#indexOf.get(productId);
  }

  /** A product as it was put in last. */
  at(item: number): ShopItem {
    return this.#items[item]!;
  }

  /** The vector of a product. */
  vectorOf(item: number): Float32Array {
    return this.#vectors.subarray(item * this.width, (item + 1) * this.width);
  }

  /** Where a product stands among the others: the end of its tower, without its popularity. */
  towerOf(item: number): Float32Array {
    return this.vectorOf(item).subarray(0, this.width - 1);
  }

  /** How much a choice of before speaks for a product. */
  againOf(item: number): number {
    return this.#again[item]!;
  }

  /** Puts products in: one of a known id in its place, by what it is now, the others behind all. */
  async put(products: readonly ShopItem[]): Promise<void> {
    if (products.length === 0) return;
    const table = await ItemTable.of(products, this.#placing.names, this.#placing.reader);
    const placed = await place(table, this.#placing);
    // whoever asks sees all of a product or nothing, as nothing waits from here on
    for (const [row, product] of products.entries()) this.#set(product, table, placed, row);
  }

  /** Where some products would stand without what their title, brand or category says. */
  async towersWithout(attribute: ItemAttribute, items: Int32Array): Promise<readonly Float32Array[]> {
    const inputs = this.table.inputs(items);
    const name = attributeInputs[attribute];
    const { data, dims } = inputs[name]!;
    const without = { ...inputs, [name]: floats(new Float32Array(data.length), dims) };
    const { vector } = await this.#placing.tower.run(without);
    const { width } = this;
    return Array.from(items, (_, row) => numbersOf(vector!).slice(row * width, (row + 1) * width - 1));
  }

  #set(product: ShopItem, table: ItemTable, { vectors, again }: Placed, row: number): void {
    const { width } = this;
    const item = this.indexOf(product.id) ?? this.count;
    this.#items[item] = product;
    this.#indexOf.set(product.id, item);
    this.table.copy(item, table, row);
    this.#vectors = withRoom(this.#vectors, this.count * width);
    this.#again = withRoom(this.#again, this.count);
    this.#scales = withRoom(this.#scales, this.count);
    this.vectorOf(item).set(vectors.subarray(row * width, (row + 1) * width));
    this.#again[item] = again[row]!;
    this.#scales[item] = scaleOf(this.towerOf(item));
  }
}

async function place(table: ItemTable, { tower, width }: Placing): Promise<Placed> {
  const vectors = new Float32Array(table.count * width);
  const again = new Float32Array(table.count);
  for (let from = 0; from < table.count; from += itemsAtOnce) {
    const items = Int32Array.from({ length: Math.min(itemsAtOnce, table.count - from) }, (_, i) => from + i);
    const given = await tower.run(table.inputs(items));
    vectors.set(numbersOf(given.vector!), from * width);
    again.set(numbersOf(given.again!), from);
    await othersTurn();
  }
  return { vectors, again };
}
