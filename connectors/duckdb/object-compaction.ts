import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { groupBy } from "../../schemas/group-by.ts";
import { tableNames } from "../../schemas/tables.ts";
import type { CompactionReport } from "../feature-store.ts";
import type { Labels, ObjectStore } from "../objects/object-store.ts";
import { erasuresMark, notErased, withUsers } from "./erasures.ts";
import { asCopying, openMemoryDatabase, quoted } from "./memory-database.ts";
import { above, type FoundLink, fanout, finderAbove, keyOfLink, linksAmong } from "./object-chain.ts";
import { mirrorErasures, type ObjectEraser } from "./object-erasures.ts";
import { copyOptions } from "./write-rows.ts";

/** When a compaction happens, how long merged objects' inputs stay in milliseconds, and the folder that it may use. */
export interface ObjectCompactionSettings {
  readonly now: number;
  readonly graceMs: number;
  readonly folder: string;
  readonly eraser: ObjectEraser;
}

/** An object is read and put in one piece of memory, so it does not become larger than about this. */
const largeBytes = 64 * 2 ** 20;

/** Merges each sixteen neighbours of every table, level by level, removes inputs whose grace is over, and takes out the rows of erased users; why any number may do so at once is told in object-chain.ts. */
export async function compactObjects(
  objects: ObjectStore,
  settings: ObjectCompactionSettings,
): Promise<CompactionReport> {
  const report = { merged: 0, written: 0, removed: 0 };
  const erased = await mirrorErasures(objects, settings.folder);
  for (const table of tableNames) {
    const links = linksAmong(await objects.list(`${table}/`));
    const written = await mergeAll(objects, links, settings.folder);
    report.written += written;
    report.merged += written * fanout;
    report.removed += await removeSpent(objects, links, settings);
  }
  const replaced = await settings.eraser.erase(erased, settings);
  report.merged += replaced;
  report.written += replaced;
  return report;
}

/** From the lowest level up, so that what is merged now may be merged again. Gives the number of objects made. */
async function mergeAll(objects: ObjectStore, links: readonly FoundLink[], folder: string): Promise<number> {
  const made: FoundLink[] = [];
  for (let level = 0; [...links, ...made].some((link) => link.level === level); level++) {
    for (const inputs of fullRuns([...links, ...made], level)) {
      const merged = await merge(objects, inputs, folder);
      if (merged !== undefined) made.push(merged);
    }
  }
  return made.length;
}

/** The sixteens of a level that are complete, small enough, and not merged yet. */
function fullRuns(links: readonly FoundLink[], level: number): readonly (readonly FoundLink[])[] {
  const standsAbove = finderAbove(links);
  const open = links.filter((link) => link.level === level && standsAbove(link).length === 0);
  return [...groupBy(open, (link) => keyOfLink(above(link, level + 1))).values()]
    .filter((run) => run.length === fanout && run.reduce((sum, { bytes }) => sum + bytes, 0) <= largeBytes)
    .map((run) => run.sort((a, b) => a.number - b.number));
}

/** Undefined when another process was faster: then the same rows are there already. */
async function merge(
  objects: ObjectStore,
  inputs: readonly FoundLink[],
  folder: string,
): Promise<FoundLink | undefined> {
  const work = join(folder, randomUUID());
  await mkdir(work);
  try {
    const read = await download(objects, inputs, work);
    if (read === undefined) return undefined;
    const condition = (await erasuresMark(folder)) && notErased(folder, inputs[0]!.table, "kept");
    const bytes = await mergedBytes(read.paths, join(work, "merged.parquet"), condition);
    const merged = above(inputs[0]!, inputs[0]!.level + 1);
    const key = keyOfLink(merged);
    if (!(await objects.putIfAbsent(key, bytes, read.labels))) return undefined;
    return { ...merged, key, bytes: bytes.length, modifiedAt: Number.POSITIVE_INFINITY };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Files that hold the inputs, and the labels of all of them as one; undefined when one is gone. */
async function download(objects: ObjectStore, inputs: readonly FoundLink[], folder: string) {
  const paths: string[] = [];
  const labels: Labels[] = [];
  for (const { key, number } of inputs) {
    const found = await objects.get(key);
    if (found === undefined) return undefined;
    paths.push(join(folder, `${number}.parquet`));
    await writeFile(paths.at(-1)!, found.bytes);
    labels.push(found.labels);
  }
  return { paths, labels: { ...labels.at(-1), ...(labels[0]!.first && { first: labels[0]!.first }) } };
}

async function mergedBytes(paths: readonly string[], path: string, condition?: string): Promise<Uint8Array> {
  const database = await openMemoryDatabase({ threads: 1, memory: "512MB" });
  try {
    const source = `read_parquet([${paths.map(quoted).join(", ")}], union_by_name = true, hive_partitioning = false)`;
    const kept =
      condition === undefined ? source : `${withUsers(`SELECT * FROM ${source}`)} AS kept WHERE ${condition}`;
    await asCopying(path, () => database.connection.run(`COPY (FROM ${kept}) TO ${quoted(path)} (${copyOptions})`));
  } finally {
    database.close();
  }
  return readFile(path);
}

async function removeSpent(
  objects: ObjectStore,
  links: readonly FoundLink[],
  { now, graceMs }: ObjectCompactionSettings,
): Promise<number> {
  const standsAbove = finderAbove(links);
  const spent = links.filter((link) => standsAbove(link).some(({ modifiedAt }) => modifiedAt + graceMs <= now));
  for (const { key } of spent) await objects.remove(key);
  return spent.length;
}
