import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { readParquet } from "../../connectors/duckdb/read-parquet.ts";
import { readRows } from "../../connectors/files/read-rows.ts";
import type { PictureSize } from "../../connectors/pictures/decode-picture.ts";
import { openPictureFolder } from "../../connectors/pictures/picture-folder.ts";
import type { KnownProduct } from "../../models/hybrid/hybrid.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { readPicture } from "./picture-reader.ts";
import { type ProductMap, type ProductRow, productReader } from "./product-preset.ts";

/** Where products and their pictures are. */
export interface ProductSource {
  readonly path: string;
  readonly preset?: string | undefined;
  readonly map?: ProductMap | undefined;
  /** The folder of the pictures; that of the file unless said. */
  readonly pictures?: string | undefined;
}

/** Who watches the reading. */
export interface ReadingWatcher {
  readonly signal: AbortSignal;
  notice(text: string): void;
  /** Takes a row that can't be used, and why. */
  rowError(line: number, reason: string): void;
  progress(progress: { readonly share: number; readonly doing: string }): void;
}

/** A product of a file, and what is to be said of its picture. */
export interface ReadProduct extends KnownProduct {
  readonly id: string;
  readonly note?: string;
}

/** The products of a file. */
export interface ReadProducts {
  readonly products: readonly ReadProduct[];
  /** SHA-256 over all of it. */
  readonly hash: string;
}

/** Pictures that are decoded at the same time: as many as the runtime has threads for. */
const atOnce = 4;

/** Reads products whose category is known, and decodes their pictures; one whose picture can't be used has none. Throws what reading the file throws, FILE_UNREADABLE where it has no product, and TRAINING_STOPPED when the signal aborts. */
export async function readProducts(
  source: ProductSource,
  size: PictureSize,
  watcher: ReadingWatcher,
): Promise<ReadProducts> {
  const rows = await readProductRows(source, watcher);
  const folder = await openPictureFolder(source.pictures ?? dirname(source.path));
  const products: ReadProduct[] = [];
  const hash = createHash("sha256");
  try {
    for (let start = 0; start < rows.length; start += atOnce) {
      if (watcher.signal.aborted) throw stopped();
      watcher.progress({ share: start / rows.length, doing: `picture ${start + 1} of ${rows.length}` });
      const portion = rows.slice(start, start + atOnce);
      const pictures = await Promise.all(portion.map(({ pictures }) => readPicture(pictures, folder, size)));
      for (const [place, { id, title, category }] of portion.entries()) {
        const { pixels: picture, note } = pictures[place]!;
        hash.update(JSON.stringify([id, title, category])).update(picture ?? "none");
        products.push({ id, title, category, picture, ...(note !== undefined && { note }) });
      }
    }
  } finally {
    await folder.close();
  }
  return { products, hash: hash.digest("hex") };
}

async function readProductRows(source: ProductSource, watcher: ReadingWatcher): Promise<readonly ProductRow[]> {
  const { path } = source;
  const { columns, read } = productReader(source.preset, source.map);
  const rows: ProductRow[] = [];
  for await (const batch of readRows(path, { notice: watcher.notice, parquet: readParquet })) {
    for (const row of batch) {
      if ("error" in row) {
        watcher.rowError(row.line, row.error);
        continue;
      }
      const missing = columns.filter((column) => !(column in row.values));
      if (missing.length > 0) throw lacks(path, missing, Object.keys(row.values));
      const product = read(row.values);
      if (product.category === "") watcher.rowError(row.line, "it names no category");
      else rows.push(product);
    }
  }
  if (rows.length > 0) return rows;
  throw new TwinstreamError("FILE_UNREADABLE", `"${path}" holds no product whose category is known; give another file`);
}

function stopped(): TwinstreamError {
  return new TwinstreamError(
    "TRAINING_STOPPED",
    "it was ended while it read the pictures; the same command starts over",
  );
}

function lacks(path: string, missing: readonly string[], found: readonly string[]): TwinstreamError {
  const what = `"${path}" lacks ${missing.map((column) => `"${column}"`).join(", ")}; it has ${found.join(", ")}`;
  return new TwinstreamError("FILE_UNREADABLE", `${what}: take another --preset, or --map`);
}
