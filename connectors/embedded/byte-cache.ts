import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { open, type RootDatabase } from "lmdb";
import { TwinstreamError } from "../../schemas/errors.ts";
import { checkFile } from "./file-check.ts";

/** Bytes by key in a file, for what can be made again. Several processes may use one file at once. */
export interface ByteCache {
  /** What is kept under a key, or undefined. */
  get(key: Uint8Array): Uint8Array | undefined;
  /** Keeps all of them; they are on disk when it resolves. */
  put(entries: Iterable<readonly [Uint8Array, Uint8Array]>): Promise<void>;
  close(): Promise<void>;
}

const fileName = "cache.mdb";
/** Address space, not disk: the file grows as it is written. */
const mapBytes = 64 * 2 ** 30;

/** Opens the cache of a folder, made where there is none; a damaged one is thrown away. Throws FOLDER_UNWRITABLE. */
export function openByteCache(folder: string): ByteCache {
  const database = openFile(folder);
  return {
    get: (key) => database.get(key as Buffer),
    put: (entries) =>
      database.transaction(() => {
        for (const [key, bytes] of entries) database.putSync(key as Buffer, bytes as Buffer);
      }),
    close: () => database.close(),
  };
}

function openFile(folder: string): RootDatabase<Buffer, Buffer> {
  const path = join(folder, fileName);
  try {
    mkdirSync(folder, { recursive: true });
    if (isDamaged(path, folder)) rmSync(path);
    return open<Buffer, Buffer>({
      path,
      noSubdir: true,
      encoding: "binary",
      keyEncoding: "binary",
      mapSize: mapBytes,
    });
  } catch (error) {
    const what = `the cache in "${folder}" can't be opened (${(error as Error).message})`;
    throw new TwinstreamError("FOLDER_UNWRITABLE", `${what}; check its rights, or remove the folder`, error);
  }
}

function isDamaged(path: string, folder: string): boolean {
  try {
    checkFile(path, folder);
    return false;
  } catch (error) {
    if (error instanceof TwinstreamError && error.code === "DATA_DAMAGED") return true;
    throw error;
  }
}
