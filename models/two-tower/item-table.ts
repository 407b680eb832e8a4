import { floats, ints, type Tensors } from "../net/session.ts";
import type { NameRows } from "./name-rows.ts";
import { categoryLevels, levelsOf, type ShopItem } from "./shop-item.ts";
import type { TextReader } from "./text-reader.ts";

/** The names that a net knows. */
export interface KnownNames {
  readonly items: NameRows;
  readonly users: NameRows;
  readonly brands: NameRows;
  readonly categories: NameRows;
}

/** Which text each product has, and the vectors of the texts. */
interface ReadTitles {
  readonly textOf: Int32Array;
  readonly texts: readonly Float32Array[];
}

/** Of catalogs that are read again and again, such as once an epoch. */
const readTitles = new WeakMap<TextReader, WeakMap<readonly ShopItem[], Promise<ReadTitles>>>();

function titlesOf(items: readonly ShopItem[], reader: TextReader): Promise<ReadTitles> {
  const known = readTitles.get(reader) ?? new WeakMap<readonly ShopItem[], Promise<ReadTitles>>();
  readTitles.set(reader, known);
  const titles = known.get(items) ?? readAll(items, reader);
  known.set(items, titles);
  return titles;
}

async function readAll(items: readonly ShopItem[], reader: TextReader): Promise<ReadTitles> {
  const placeOf = new Map<string, number>();
  const textOf = Int32Array.from(items, ({ title }) => {
    const place = placeOf.get(title) ?? placeOf.size;
    placeOf.set(title, place);
    return place;
  });
  return { textOf, texts: await reader.read([...placeOf.keys()]) };
}

/** Products as the item tower reads them: rows of its tables, and texts, of which equal ones are kept once. */
export class ItemTable {
  readonly count: number;
  /** Numbers of a title's vector. */
  readonly textWidth: number;
  /** Of each product its row, and the row it would have if it were unknown. */
  readonly rows: Int32Array;
  readonly sharedRows: Int32Array;
  /** 0 where there is no brand. */
  readonly brands: Int32Array;
  readonly hasBrand: Uint8Array;
  /** `categoryLevels` of each product, and how much each counts. */
  readonly categories: Int32Array;
  readonly categoryWeights: Float32Array;
  readonly #textOf: Int32Array;
  readonly #texts: readonly Float32Array[];

  private constructor(items: readonly ShopItem[], names: KnownNames, textWidth: number, { textOf, texts }: ReadTitles) {
    this.count = items.length;
    this.textWidth = textWidth;
    this.rows = Int32Array.from(items, ({ id }) => names.items.rowOf(id));
    this.sharedRows = Int32Array.from(items, ({ id }) => names.items.sharedRowOf(id));
    this.brands = Int32Array.from(items, ({ brand }) => (brand === null ? 0 : names.brands.rowOf(brand)));
    this.hasBrand = Uint8Array.from(items, ({ brand }) => Number(brand !== null));
    this.categories = new Int32Array(items.length * categoryLevels);
    this.categoryWeights = new Float32Array(items.length * categoryLevels);
    for (const [item, { category }] of items.entries()) {
      const levels = levelsOf(category);
      for (const [depth, level] of levels.entries()) {
        this.categories[item * categoryLevels + depth] = names.categories.rowOf(level);
        this.categoryWeights[item * categoryLevels + depth] = 1;
      }
    }
    this.#textOf = textOf;
    this.#texts = texts;
  }

  /** Reads all titles; those of a catalog that was read before are not read again by the same reader. */
  static async of(items: readonly ShopItem[], names: KnownNames, reader: TextReader): Promise<ItemTable> {
    return new ItemTable(items, names, reader.width, await titlesOf(items, reader));
  }

  /** The vector of a product's title. */
  textOf(item: number): Float32Array {
    return this.#texts[this.#textOf[item]!]!;
  }

  /** What the item tower is fed of some products; `rows` where some are to be taken for unknown. */
  inputs(items: Int32Array, rows: Int32Array = items.map((item) => this.rows[item]!)): Tensors {
    const { textWidth } = this;
    const width = categoryLevels;
    const categories = new Int32Array(items.length * width);
    const weights = new Float32Array(items.length * width);
    const texts = new Float32Array(items.length * textWidth);
    for (const [place, item] of items.entries()) {
      categories.set(this.categories.subarray(item * width, (item + 1) * width), place * width);
      weights.set(this.categoryWeights.subarray(item * width, (item + 1) * width), place * width);
      texts.set(this.textOf(item), place * textWidth);
    }
    return {
      "item ids": ints(rows),
      "item brands": ints(items.map((item) => this.brands[item]!)),
      "item has brand": floats(
        Float32Array.from(items, (item) => this.hasBrand[item]!),
        [items.length, 1],
      ),
      "item categories": ints(categories, [items.length, width]),
      "item category weights": floats(weights, [items.length, width, 1]),
      "item texts": floats(texts, [items.length, textWidth]),
    };
  }
}
