import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type TableName, tableNames } from "../../schemas/tables.ts";
import { asWriting, makeFolder, removeTemporary, temporaryBeside, writeAtomically } from "../files/atomic-write.ts";
import type { ObjectEntry, ObjectStore } from "../objects/object-store.ts";
import { namesIn } from "./layout.ts";
import { type FoundLink, finderAbove, linksAmong, liveLinks, mostLooks, unsettled } from "./object-chain.ts";
import { mirrorErasures } from "./object-erasures.ts";

/** In the folder of a mirrored table: which of its files count, as a JSON list of paths. */
const listName = "mirror.json";
/** So many objects are fetched at once. */
const lanes = 8;

/**
 * Copies what counts of the tables in object storage into a folder that can be queried, whatever it holds from before: objects never change but when
 * a user is erased, so only new ones are fetched. Any number of processes may do so at once on one folder, while others query it. Throws STORAGE_UNAVAILABLE and FOLDER_UNWRITABLE.
 */
export async function mirrorTables(objects: ObjectStore, folder: string): Promise<void> {
  await mirrorErasures(objects, folder);
  for (const table of tableNames) await mirrorTable(objects, folder, table);
}

/** The files of a mirrored table that count; undefined for a folder that is no mirror. */
export async function mirroredFiles(tableFolder: string): Promise<readonly string[] | undefined> {
  try {
    const list = JSON.parse(await readFile(join(tableFolder, listName), "utf8")) as readonly string[];
    return list.map((path) => join(tableFolder, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function mirrorTable(objects: ObjectStore, folder: string, table: TableName): Promise<void> {
  for (let look = 1; look <= mostLooks; look++) {
    const entries = await objects.list(`${table}/`);
    const live = liveLinks(linksAmong(entries));
    if (!(await fetchAll(objects, folder, live))) continue;
    await makeFolder(join(folder, table));
    const list = live.map(({ key }) => key.slice(table.length + 1));
    await writeAtomically(join(folder, table, listName), JSON.stringify(list));
    return removeSpent(folder, entries);
  }
  throw unsettled(objects.address, `${table}/`);
}

/**
 * False when something was merged since it was listed: its object may be gone, or be a late writer's of the same name. The next listing has what it
 * became. Files get their names only after that is known.
 */
async function fetchAll(objects: ObjectStore, folder: string, live: readonly FoundLink[]): Promise<boolean> {
  const fetched: Fetched[] = [];
  try {
    if (!(await fetchMissing(objects, folder, live, fetched))) return false;
    if (fetched.length === 0) return true;
    const standsAbove = finderAbove(linksAmong(await objects.list(`${live[0]!.table}/`)));
    if (live.some((link) => standsAbove(link).length > 0)) return false;
    for (const { temporary, path } of fetched) await rename(temporary, path);
    return true;
  } finally {
    for (const { temporary } of fetched) await removeTemporary(temporary);
  }
}

/** A file that is whole, under another name yet. */
interface Fetched {
  readonly temporary: string;
  readonly path: string;
}

async function fetchMissing(
  objects: ObjectStore,
  folder: string,
  live: readonly FoundLink[],
  fetched: Fetched[],
): Promise<boolean> {
  const waiting = [...live];
  let areAllThere = true;
  const work = async () => {
    for (let link = waiting.pop(); link !== undefined && areAllThere; link = waiting.pop()) {
      const path = join(folder, link.key);
      if (await isThere(path, link)) continue;
      const found = await objects.get(link.key);
      if (found === undefined) areAllThere = false;
      else fetched.push(await keepAside(path, found.bytes, link));
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return areAllThere;
}

/** A file of an object's size and time is that object: a bucket that was emptied and filled again has other times. */
async function isThere(path: string, { bytes, modifiedAt }: FoundLink): Promise<boolean> {
  const file = await stat(path).catch(() => undefined);
  return file?.size === bytes && Math.floor(file.mtimeMs / 1000) === Math.floor(modifiedAt / 1000);
}

async function keepAside(path: string, bytes: Uint8Array, { modifiedAt }: FoundLink): Promise<Fetched> {
  const temporary = temporaryBeside(path);
  const seconds = Math.floor(modifiedAt / 1000);
  await makeFolder(dirname(path));
  await asWriting(path, async () => {
    await writeFile(temporary, bytes);
    await utimes(temporary, seconds, seconds);
  });
  return { temporary, path };
}

/** Removes files that stand below a merged one and whose objects are gone: no query of the last minutes needs them. */
async function removeSpent(folder: string, entries: readonly ObjectEntry[]): Promise<void> {
  const keys = new Set(entries.map(({ key }) => key));
  const standsAbove = finderAbove(linksAmong(entries));
  const chains = new Set(linksAmong(entries).map(({ key }) => dirname(key)));
  for (const chain of chains) {
    const files = (await namesIn(join(folder, chain))).map((name) => ({
      key: `${chain}/${name}`,
      bytes: 0,
      modifiedAt: 0,
    }));
    for (const link of linksAmong(files)) {
      if (!keys.has(link.key) && standsAbove(link).length > 0) await rm(join(folder, link.key), { force: true });
    }
  }
}
