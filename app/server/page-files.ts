import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** A file of the page. */
export interface PageFile {
  /** The media type, with the letters' encoding. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same by gzip, about a third of them. */
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

/** The page as it was built. */
export interface PageFiles {
  /** What every view begins with. */
  readonly index: PageFile;
  /** What it loads, by name; a name says by its hash what the file holds, and never means another. */
  readonly assets: ReadonlyMap<string, PageFile>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Reads the page that `npm run build` wrote to a folder; undefined where it did not. */
export async function readPageFiles(folder: string): Promise<PageFiles | undefined> {
  try {
    const index = await readPageFile(join(folder, "index.html"));
    const names = await readdir(join(folder, "assets"));
    const files = await Promise.all(names.map((name) => readPageFile(join(folder, "assets", name))));
    return { index, assets: new Map(names.map((name, i) => [name, files[i]!])) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function readPageFile(path: string): Promise<PageFile> {
  const bytes = new Uint8Array(await readFile(path));
  const gzipped = new Uint8Array(await promisify(gzip)(bytes));
  return { type: types[extname(path)] ?? "application/octet-stream", bytes, gzipped };
}
