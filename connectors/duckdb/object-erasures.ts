import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeAtomically } from "../files/atomic-write.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { erasedFolder, nameOfErasure, notErased, tablesOfUsers, timeOfErasure, withUsers } from "./erasures.ts";
import { namesIn } from "./layout.ts";
import { asCopying, hasRow, type MemoryDatabase, openMemoryDatabase, quoted } from "./memory-database.ts";
import { type FoundLink, finderAbove, linksAmong } from "./object-chain.ts";
import { copyOptions } from "./write-rows.ts";

/*
 * An erasure of tables in object storage is an empty object, `erased/<keyed hash>-<milliseconds>`, which every mirror copies before it is asked. Merging
 * leaves the rows out, and what holds them besides is replaced by the same object without them: under its name and with its labels, so that
 * the chain stays as it is. Of a link that was merged and removed meanwhile that makes one below a merged object, which no reader counts and the next
 * compaction removes; of one that was merged with its rows, the merged one is replaced the next time.
 */

const prefix = `${erasedFolder}/`;
const donePrefix = "erased-done/";
/** Rows that were appended before an erasure are recorded by then; of those that come later still, merging leaves them out. */
const settledMs = 60 * 60_000;

/** Hides the rows of a user from all that ask from now on. `until`: milliseconds since 1970 UTC. Throws STORAGE_UNAVAILABLE. */
export async function addObjectErasure(objects: ObjectStore, userId: string, until: number): Promise<void> {
  await objects.putIfAbsent(prefix + nameOfErasure(userId, until), new Uint8Array());
}

/** Copies the erasures into a folder of tables. Gives their names. */
export async function mirrorErasures(objects: ObjectStore, tablesFolder: string): Promise<readonly string[]> {
  const names = await namesUnder(objects, prefix);
  if (names.length === 0) return names;
  const folder = join(tablesFolder, erasedFolder);
  const there = new Set(await namesIn(folder));
  await makeFolder(folder);
  for (const name of names) if (!there.has(name)) await writeAtomically(join(folder, name), "");
  return names;
}

async function namesUnder(objects: ObjectStore, folder: string): Promise<readonly string[]> {
  const names = (await objects.list(folder)).map(({ key }) => key.slice(folder.length));
  return names.filter((name) => timeOfErasure(name) !== undefined);
}

/** Takes the rows of erased users out of objects. Knows what it has looked into, for as long as it lives. */
export class ObjectEraser {
  readonly #objects: ObjectStore;
  /** The objects that hold no such row, as of some erasures: by key and time, as an object may be replaced. */
  #clean: { readonly mark: string; readonly seen: Set<string> } = { mark: "", seen: new Set() };

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  /**
   * Replaces every object that holds rows of users who were erased; `folder` is one for its own files, with the erasures of these
   * names in it. Gives how many. What another process has done an hour after an erasure is not done again.
   */
  async erase(names: readonly string[], { folder, now }: { folder: string; now: number }): Promise<number> {
    const done = new Set(names.length === 0 ? [] : await namesUnder(this.#objects, donePrefix));
    const open = names.filter((name) => !done.has(name));
    if (open.length === 0) return 0;
    const mark = open.join();
    if (this.#clean.mark !== mark) this.#clean = { mark, seen: new Set() };
    let replaced = 0;
    for (const table of tablesOfUsers) {
      const condition = notErased(folder, table, "kept")!;
      const links = linksAmong(await this.#objects.list(`${table}/`));
      const standsAbove = finderAbove(links);
      const counting = links.filter((link) => standsAbove(link).length === 0 && !this.#clean.seen.has(seenAs(link)));
      replaced += await this.#eraseFrom(counting, condition, folder);
    }
    if (replaced === 0) await this.#keepDone(open, now);
    return replaced;
  }

  async #keepDone(names: readonly string[], now: number): Promise<void> {
    const settled = names.filter((name) => timeOfErasure(name)! + settledMs <= now);
    for (const name of settled) await this.#objects.putIfAbsent(donePrefix + name, new Uint8Array());
  }

  async #eraseFrom(links: readonly FoundLink[], condition: string, folder: string): Promise<number> {
    if (links.length === 0) return 0;
    const database = await openMemoryDatabase({ threads: 1, memory: "512MB" });
    try {
      let replaced = 0;
      for (const link of links) {
        if (await this.#eraseOne(database, link, condition, folder)) replaced += 1;
        else this.#clean.seen.add(seenAs(link));
      }
      return replaced;
    } finally {
      database.close();
    }
  }

  async #eraseOne(database: MemoryDatabase, link: FoundLink, condition: string, folder: string): Promise<boolean> {
    const found = await this.#objects.get(link.key);
    if (found === undefined) return false;
    const [whole, rest] = [join(folder, "whole.parquet"), join(folder, "rest.parquet")];
    try {
      await writeFile(whole, found.bytes);
      const rows = withUsers(`SELECT * FROM read_parquet(${quoted(whole)}, hive_partitioning = false)`);
      const source = `${rows} AS kept`;
      if (!(await hasRow(database, `SELECT 1 FROM ${source} WHERE NOT (${condition}) LIMIT 1`))) return false;
      const select = `SELECT * FROM ${source} WHERE ${condition}`;
      await asCopying(rest, () => database.connection.run(`COPY (${select}) TO ${quoted(rest)} (${copyOptions})`));
      await this.#objects.replace(link.key, await readFile(rest), found.labels);
      return true;
    } finally {
      await rm(whole, { force: true });
      await rm(rest, { force: true });
    }
  }
}

function seenAs({ key, modifiedAt, bytes }: FoundLink): string {
  return `${key} ${modifiedAt} ${bytes}`;
}
