import { randomBytes } from "node:crypto";
import { link, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import { asWriting, makeFolder, syncFolder, temporaryBeside, writeAtomically, writeSynced } from "./atomic-write.ts";

// The newest format of a data folder that this program reads and writes.
const dataFormat = 1;

const markName = "twinstream.json";
const keyName = "user-key";
const keyBytes = 32;

/** Where everything of one installation lies. */
export interface DataPlaces {
  readonly path: string;
  /** Folder of the event log. */
  readonly log: string;
  /** Folder of the Parquet files, one folder per table. */
  readonly tables: string;
  /** Folder of the models. */
  readonly models: string;
  /** Folder of the models that recommend. */
  readonly recommenders: string;
  /** Folder of the models that tell the category of products. */
  readonly classifiers: string;
  /** Folder of the trainings that are not over: what they have come to. */
  readonly training: string;
  /** Folder of the maps of the catalog, which can be drawn again. */
  readonly maps: string;
  /** The DuckDB file that holds the views. */
  readonly databaseFile: string;
}

/** A data folder that can be written to. */
export interface DataFolder extends DataPlaces {
  /** 32 secret bytes, or more where they were given: the key that user ids are hashed with. */
  readonly userKey: Uint8Array;
}

/** What may be said about a data folder from outside. */
export interface DataFolderOptions {
  /** The secret for user ids (TWINSTREAM_USER_KEY), at least 16 characters; without it the folder keeps one of its own. */
  readonly userKey?: string | undefined;
}

/**
 * Opens a data folder, made where there is none or an empty one. Throws DATA_TOO_NEW, DATA_DAMAGED, FOLDER_UNWRITABLE, or
 * WRONG_USAGE when the path is a file or somebody else's folder.
 */
export async function openDataFolder(path: string, options: DataFolderOptions = {}): Promise<DataFolder> {
  const folder = resolve(path);
  const given = options.userKey === undefined ? undefined : givenKey(options.userKey);
  if (!(await isOurs(folder))) await claim(folder);
  await checkFormat(join(folder, markName));
  return { ...placesIn(folder), userKey: given ?? (await ownKey(join(folder, keyName))) };
}

/** The places of a data folder that is there and is only to be read: nothing is made, no key is asked for. Throws FILE_NOT_FOUND for an empty folder, else as `openDataFolder`. */
export async function findDataFolder(path: string): Promise<DataPlaces> {
  const folder = resolve(path);
  if (!(await isOurs(folder)))
    throw new TwinstreamError(
      "FILE_NOT_FOUND",
      `"${folder}" is empty; make a data folder with twinstream start, or pass another --data`,
    );
  await checkFormat(join(folder, markName));
  return placesIn(folder);
}

function placesIn(folder: string): DataPlaces {
  return {
    path: folder,
    log: join(folder, "log"),
    tables: join(folder, "tables"),
    models: join(folder, "models"),
    recommenders: join(folder, "recommenders"),
    classifiers: join(folder, "classifiers"),
    training: join(folder, "training"),
    maps: join(folder, "maps"),
    databaseFile: join(folder, "twinstream.duckdb"),
  };
}

async function isOurs(folder: string): Promise<boolean> {
  const names = await listFolder(folder);
  if (names.includes(markName)) return true;
  // A process that makes the folder at this moment, or was killed at it, leaves nothing but its temporary mark.
  if (names.every((name) => name.startsWith(".tmp-"))) return false;
  const refusal = `"${folder}" is not empty and not a Twinstream data folder; pass --data with a new or an empty folder`;
  throw new TwinstreamError("WRONG_USAGE", refusal);
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") throw notAFolder(folder, error);
    throw new TwinstreamError(
      "FOLDER_UNWRITABLE",
      `can't open "${folder}": change its rights, or pass another --data`,
      error,
    );
  }
}

function notAFolder(folder: string, cause: unknown): TwinstreamError {
  return new TwinstreamError(
    "WRONG_USAGE",
    `"${folder}" is a file or lies under one; pass --data with a folder`,
    cause,
  );
}

async function claim(folder: string): Promise<void> {
  await makeFolder(folder);
  await writeAtomically(join(folder, markName), `${JSON.stringify({ version: dataFormat })}\n`);
  await syncFolder(dirname(folder));
}

async function checkFormat(markPath: string): Promise<void> {
  const version = readVersion((await readOwnFile(markPath))?.toString("utf8") ?? "");
  if (version === undefined) {
    const remedy = `write {"version":${dataFormat}} into it if the folder is yours, or pass another --data`;
    throw new TwinstreamError("DATA_DAMAGED", `"${markPath}" can't be read back; ${remedy}`);
  }
  if (version > dataFormat) {
    const what = `"${dirname(markPath)}" was made by a newer Twinstream (format ${version})`;
    throw new TwinstreamError(
      "DATA_TOO_NEW",
      `${what}; this one reads format ${dataFormat}: update, or pass another --data`,
    );
  }
}

function readVersion(text: string): number | undefined {
  try {
    const version = (JSON.parse(text) as { version?: unknown } | null)?.version;
    return Number.isInteger(version) && (version as number) >= 1 ? (version as number) : undefined;
  } catch {
    return undefined; // Not JSON: the caller says so, with the path.
  }
}

function givenKey(userKey: string): Uint8Array {
  if (userKey.length >= 16) return new TextEncoder().encode(userKey);
  throw new TwinstreamError(
    "WRONG_USAGE",
    "TWINSTREAM_USER_KEY is shorter than 16 characters; give it a longer secret",
  );
}

/** The folder's own key, made on first use. Of several processes that make one at once, the first wins and all use it. */
async function ownKey(path: string): Promise<Uint8Array> {
  const known = await readKey(path);
  if (known !== undefined) return known;
  await asWriting(path, async () => {
    const temporary = temporaryBeside(path);
    try {
      await writeSynced(temporary, randomBytes(keyBytes), 0o600);
      await linkIfFree(temporary, path);
      await syncFolder(dirname(path));
    } finally {
      await rm(temporary, { force: true });
    }
  });
  return (await readKey(path))!;
}

async function linkIfFree(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  const bytes = await readOwnFile(path);
  if (bytes === undefined || bytes.length === keyBytes) return bytes && new Uint8Array(bytes);
  const remedy = "restore it from a copy, or remove it: user ids then get new hashes";
  throw new TwinstreamError("DATA_DAMAGED", `"${path}" holds ${bytes.length} bytes, not ${keyBytes}; ${remedy}`);
}

/** The bytes of a file of the folder, or undefined where there is none. */
async function readOwnFile(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new TwinstreamError(
      "FILE_UNREADABLE",
      `can't read "${path}": ${(error as Error).message}; change its rights`,
      error,
    );
  }
}
