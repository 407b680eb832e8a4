import { packSequences, padSequences } from "../net/pack-sequences.ts";
import { floats, ints, type Tensor, type Tensors } from "../net/session.ts";
import { touchedRows } from "../net/table-rows.ts";
import type { HybridConfig } from "./hybrid-config.ts";
import { hybridInputs } from "./hybrid-net.ts";
import type { ReadTitle } from "./title-reader.ts";
import { titleTables } from "./title-tower.ts";

/** What a net is given of a product. */
export interface SeenProduct {
  readonly title: ReadTitle;
  /** Height × width × 3 bytes; undefined where there is no picture. */
  readonly picture: Uint8Array | undefined;
}

/** What a net is fed to answer for products. */
export function servingInputs(
  products: readonly SeenProduct[],
  { width, height }: Pick<HybridConfig, "width" | "height">,
): Tensors {
  const size = 3 * width * height;
  const pictures = new Float32Array(products.length * size);
  for (const [row, { picture }] of products.entries()) if (picture) pictures.set(picture, row * size);
  const titles = products.map(({ title }) => title);
  const { ids, shares } = gramTensors(titles.map(({ grams }) => grams));
  return {
    [hybridInputs.picture]: floats(pictures, [products.length, height, width, 3]),
    ...padSequences({ title: titles.map(({ words }) => words) }),
    grams: ids,
    "gram shares": shares,
    [hybridInputs.seesPicture]: column(products.map(({ picture }) => picture !== undefined)),
    [hybridInputs.seesTitle]: column(titles.map(({ isReadable }) => isReadable)),
  };
}

/** What the title tower is fed in training, and the rows of its tables that are touched. */
export function titleBatch(titles: readonly ReadTitle[], longest: number) {
  const { inputs, rows = {} } = packSequences({ title: titles.map(({ words }) => words) }, longest, titleTables.words);
  const { ids, shares } = gramTensors(titles.map(({ grams }) => grams));
  const touched = touchedRows(ids.data as Int32Array);
  return {
    inputs: { ...inputs, grams: ints(touched.places, ids.dims), "gram shares": shares },
    rows: { ...rows, [titleTables.grams]: touched.rows },
  };
}

/** A number for each product, as a net takes it. */
export function column(values: readonly (number | boolean)[]): Tensor {
  return floats(values.map(Number), [values.length, 1]);
}

/** The grams of titles side by side, filled up with row 0 that counts nothing. Each counts one over the root of how many a title has. */
function gramTensors(titles: readonly Int32Array[]): { readonly ids: Tensor; readonly shares: Tensor } {
  const longest = titles.reduce((most, { length }) => Math.max(most, length), 1);
  const ids = new Int32Array(titles.length * longest);
  const shares = new Float32Array(ids.length);
  for (const [row, grams] of titles.entries()) {
    ids.set(grams, row * longest);
    shares.fill(1 / Math.sqrt(grams.length), row * longest, row * longest + grams.length);
  }
  return { ids: ints(ids, [titles.length, longest]), shares: floats(shares, [titles.length, longest, 1]) };
}
