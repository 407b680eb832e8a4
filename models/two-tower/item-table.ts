import { floats, ints, type Tensor, type Tensors } from "../net/session.ts";
import type { NameRows } from "./name-rows.ts";
import { categoryLevels, levelsOf, type ShopItem } from "./shop-item.ts";
import type { TextReader } from "./text-reader.ts";
import { withRoom } from "./with-room.ts";

/** The names that a net knows. */
export interface KnownNames {
  readonly items: NameRows;
  readonly users: NameRows;
  readonly brands: NameRows;
  readonly categories: NameRows;
}

/** Which text each product has, and the vectors of the texts, one after the other. */
interface ReadTitles {
  readonly textOf: Int32Array;
  readonly texts: Float32Array;
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
  const texts = new Float32Array(placeOf.size * reader.width);
  for (const [place, vector] of (await reader.read([...placeOf.keys()])).entries())
    texts.set(vector, place * reader.width);
  return { textOf, texts };
}

/** Products as the item tower reads them: rows of its tables, and texts, of which equal ones are kept once. It grows by `copy` alone. */
export class ItemTable {
  count: number;
  /** Numbers of a title's vector. */
  readonly textWidth: number;
  /** Of each product its row, and the row it would have if it were unknown. */
  rows: Int32Array;
  sharedRows: Int32Array;
  /** 0 where there is no brand. */
  brands: Int32Array;
  hasBrand: Uint8Array;
  /** `categoryLevels` of each product, and how much each counts. */
  categories: Int32Array;
  categoryWeights: Float32Array;
  /** The place of each product's text. */
  #textOf: Int32Array;
  #texts: Float32Array;
  /** Texts from this place on belong to one product each. */
  readonly #ownTexts: number;
  #textCount: number;

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
    this.#textOf = textOf.slice(); // what was read is other tables' too
    this.#texts = texts;
    this.#ownTexts = texts.length / textWidth;
    this.#textCount = this.#ownTexts;
  }

  /** Reads all titles; those of a catalog that was read before are not read again by the same reader. */
  static async of(items: readonly ShopItem[], names: KnownNames, reader: TextReader): Promise<ItemTable> {
    return new ItemTable(items, names, reader.width, await titlesOf(items, reader));
  }

  /** The vector of a product's title. */
  textOf(item: number): Float32Array {
    const start = this.#textOf[item]! * this.textWidth;
    return this.#texts.subarray(start, start + this.textWidth);
  }

  /** Takes a product over from another table of the same names: in place of one of this table, or one place behind all. */
  copy(item: number, from: ItemTable, row: number): void {
    const isNew = item >= this.count;
    this.count = Math.max(this.count, item + 1);
    const width = categoryLevels;
    this.rows = withRoom(this.rows, this.count);
    this.sharedRows = withRoom(this.sharedRows, this.count);
    this.brands = withRoom(this.brands, this.count);
    this.hasBrand = withRoom(this.hasBrand, this.count);
    this.categories = withRoom(this.categories, this.count * width);
    this.categoryWeights = withRoom(this.categoryWeights, this.count * width);
    this.rows[item] = from.rows[row]!;
    this.sharedRows[item] = from.sharedRows[row]!;
    this.brands[item] = from.brands[row]!;
    this.hasBrand[item] = from.hasBrand[row]!;
    this.categories.set(from.categories.subarray(row * width, (row + 1) * width), item * width);
    this.categoryWeights.set(from.categoryWeights.subarray(row * width, (row + 1) * width), item * width);
    this.#textOf = withRoom(this.#textOf, this.count);
    if (isNew || this.#textOf[item]! < this.#ownTexts) this.#textOf[item] = this.#textCount++;
    this.#texts = withRoom(this.#texts, this.#textCount * this.textWidth);
    this.#texts.set(from.textOf(row), this.#textOf[item]! * this.textWidth);
  }

  /** The vectors of the titles of some products, one after the other. */
  textsOf(items: Int32Array): Tensor {
    const { textWidth } = this;
    const places = items.map((item) => this.#textOf[item]!);
    return floats(rowsOf(this.#texts, places, new Float32Array(items.length * textWidth)), [items.length, textWidth]);
  }

  /** The mean of the vectors of the titles of several products, for each list of them; zero for an empty one. */
  meanTexts(lists: readonly Int32Array[]): Tensor {
    const { textWidth } = this;
    const means = new Float32Array(lists.length * textWidth);
    for (const [row, items] of lists.entries()) {
      const starts = new Int32Array(items.length);
      for (let text = 0; text < items.length; text++) starts[text] = this.#textOf[items[text]!]! * textWidth;
      meanOfRows(this.#texts, starts, means.subarray(row * textWidth, (row + 1) * textWidth));
    }
    return floats(means, [lists.length, textWidth]);
  }

  /** What the item tower is fed of some products; `rows` where some are to be taken for unknown. */
  inputs(items: Int32Array, rows: Int32Array = items.map((item) => this.rows[item]!)): Tensors {
    const { length } = items;
    const levels = length * categoryLevels;
    return {
      "item ids": ints(rows),
      "item brands": ints(items.map((item) => this.brands[item]!)),
      "item has brand": floats(
        Float32Array.from(items, (item) => this.hasBrand[item]!),
        [length, 1],
      ),
      "item categories": ints(rowsOf(this.categories, items, new Int32Array(levels)), [length, categoryLevels]),
      "item category weights": floats(rowsOf(this.categoryWeights, items, new Float32Array(levels)), [
        length,
        categoryLevels,
        1,
      ]),
      "item texts": this.textsOf(items),
    };
  }
}

/** Rows of a matrix, copied one after the other into an array that they fill. */
function rowsOf<Numbers extends Float32Array | Int32Array>(
  matrix: Numbers,
  rows: Int32Array,
  copied: Numbers,
): Numbers {
  const width = copied.length / rows.length;
  for (let place = 0; place < rows.length; place++) {
    const from = rows[place]! * width;
    copied.set(matrix.subarray(from, from + width), place * width);
  }
  return copied;
}

/** Fills `mean` with the mean of the rows of a matrix that begin at `starts`; with zeros where there are none. */
function meanOfRows(matrix: Float32Array, starts: Int32Array, mean: Float32Array): void {
  const count = Math.max(starts.length, 1);
  let column = 0;
  // sums that stay in registers, four at a time, take two fifths of the time of adding row by row
  for (; column + 4 <= mean.length; column += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let row = 0; row < starts.length; row++) {
      const from = starts[row]! + column;
      a += matrix[from]!;
      b += matrix[from + 1]!;
      c += matrix[from + 2]!;
      d += matrix[from + 3]!;
    }
    mean[column] = a / count;
    mean[column + 1] = b / count;
    mean[column + 2] = c / count;
    mean[column + 3] = d / count;
  }
  for (; column < mean.length; column++) {
    let sum = 0;
    for (let row = 0; row < starts.length; row++) sum += matrix[starts[row]! + column]!;
    mean[column] = sum / count;
  }
}
