import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { groupBy } from "../../schemas/group-by.ts";
import type { CompactionReport } from "../feature-store.ts";
import { syncFile, syncFolder } from "../files/atomic-write.ts";
import { newestPositions } from "./claims.ts";
import { holdCompaction } from "./compaction-lock.ts";
import type { FileToWrite } from "./erased-files.ts";
import { covers, listParts, liveParts, mergedByPlace, nameOfPart, type PartFile, placeOf } from "./layout.ts";
import { asCopying, type MemoryDatabase, openMemoryDatabase, quoted } from "./memory-database.ts";
import { copyOptions } from "./write-rows.ts";

/*
 * A merged file carries in its name when it begins to count, some seconds after it was published. Until then every query reads the
 * inputs, from then on every query reads the merged file and leaves the inputs out by name. A query decides by one moment, its start;
 * what it lists then, it lists after that moment, so it can't miss a merged file that counts, and can't count one beside its inputs.
 * Inputs stay for a grace period after that, for queries that began before.
 */

/** When a compaction happens, how long merged files' inputs stay, in milliseconds, and what is to be written anew of a file. */
export interface CompactionSettings {
  readonly now: number;
  readonly graceMs: number;
  readonly anew?: readonly FileToWrite[];
}

const effectiveAfterMs = 5_000;
/** So many neighbours are worth a merge. */
const fewestFiles = 4;
/** A file of this size is left alone. */
const largeBytes = 128 * 1024 * 1024;

/** Merges the small files of each day and topic partition of a table and removes inputs whose grace is over. Does nothing where another process is at it. */
export async function compactTable(tableFolder: string, settings: CompactionSettings): Promise<CompactionReport> {
  const report = await holdCompaction(tableFolder, settings.now, async (workFolder) => {
    const anew = await writeAnew(tableFolder, workFolder, settings);
    const merged = await mergeSmall(tableFolder, workFolder, settings.now);
    const removed = await removeMerged(tableFolder, settings);
    return { merged: merged.merged + anew, written: merged.written + anew, removed };
  });
  return report ?? { merged: 0, written: 0, removed: 0 };
}

/** Each of these files is merged by itself. Those of the newest claim too: of one that is published nothing is left to be done. */
async function writeAnew(tableFolder: string, workFolder: string, settings: CompactionSettings): Promise<number> {
  const { anew = [], now } = settings;
  if (anew.length === 0) return 0;
  const database = await openMemoryDatabase({ threads: 1, memory: "512MB" });
  try {
    let count = 0;
    for (const { part, select } of anew) {
      if (!(await writeMerged(database, tableFolder, workFolder, [part], `(${select})`, now))) break;
      count += 1;
    }
    return count;
  } finally {
    database.close();
  }
}

async function mergeSmall(tableFolder: string, workFolder: string, now: number) {
  const runs = await findRuns(tableFolder);
  const done = { merged: 0, written: 0 };
  if (runs.length === 0) return done;
  const database = await openMemoryDatabase({ threads: 1, memory: "512MB" });
  try {
    for (const run of runs) {
      if (!(await mergeRun(database, tableFolder, workFolder, run, now))) break;
      done.merged += run.length;
      done.written += 1;
    }
  } finally {
    database.close();
  }
  return done;
}

/**
 * Neighbouring files to merge. The files of the newest claim stay as they are: they may not all be published yet. Positions are read before
 * the files are listed, so whatever is older is complete in the list.
 */
async function findRuns(tableFolder: string): Promise<readonly (readonly PartFile[])[]> {
  const positions = await newestPositions(tableFolder);
  const parts = liveParts(await listParts(tableFolder), Number.POSITIVE_INFINITY);
  const complete = parts.filter((part) => part.last < (positions.get(`${part.topic}-${part.partition}`) ?? 0));
  const runs: PartFile[][] = [];
  for (const files of groupBy(complete, placeOf).values()) runs.push(...(await runsOf(tableFolder, files)));
  return runs;
}

async function runsOf(tableFolder: string, parts: PartFile[]): Promise<PartFile[][]> {
  if (parts.length < fewestFiles) return [];
  const runs: { part: PartFile; bytes: number }[][] = [[]];
  for (const part of parts.sort((a, b) => a.first - b.first)) {
    const { size: bytes } = await stat(join(tableFolder, part.day, part.name));
    if (bytes >= largeBytes) runs.push([]);
    else runs.at(-1)!.push({ part, bytes });
  }
  return runs
    .map(withoutHeavyStart)
    .filter((run) => run.length >= fewestFiles)
    .map((run) => run.map(({ part }) => part));
}

/** Leaves out a first file that outweighs all after it, so that a row is written again only as often as its file doubles. */
function withoutHeavyStart<File extends { bytes: number }>(run: File[]): File[] {
  let rest = run.reduce((sum, file) => sum + file.bytes, 0);
  let start = 0;
  for (; start < run.length; start++) {
    rest -= run[start]!.bytes;
    if (run[start]!.bytes <= rest) break;
  }
  return run.slice(start);
}

function mergeRun(
  database: MemoryDatabase,
  tableFolder: string,
  workFolder: string,
  run: readonly PartFile[],
  now: number,
): Promise<boolean> {
  const inputs = run.map((part) => quoted(join(tableFolder, part.day, part.name)));
  const source = `FROM read_parquet([${inputs.join(", ")}], union_by_name = true, hive_partitioning = false)`;
  return writeMerged(database, tableFolder, workFolder, run, `(${source})`, now);
}

/** Publishes what a query gives as the file that stands for a run. False when the lock was taken over meanwhile. */
async function writeMerged(
  database: MemoryDatabase,
  tableFolder: string,
  workFolder: string,
  run: readonly PartFile[],
  query: string,
  now: number,
): Promise<boolean> {
  const newest = Math.max(...run.map((part) => part.effectiveAt));
  const merged: PartFile = {
    ...run[0]!,
    last: run.at(-1)!.last,
    effectiveAt: Math.max(now + effectiveAfterMs, newest + 1),
  };
  const name = nameOfPart(merged);
  const work = join(workFolder, name);
  await asCopying(work, () => database.connection.run(`COPY ${query} TO ${quoted(work)} (${copyOptions})`));
  await syncFile(work);
  if (!(await publish(work, join(tableFolder, merged.day, name)))) return false;
  await syncFolder(join(tableFolder, merged.day));
  return true;
}

async function publish(work: string, final: string): Promise<boolean> {
  try {
    await rename(work, final);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

async function removeMerged(tableFolder: string, { now, graceMs }: CompactionSettings): Promise<number> {
  const parts = await listParts(tableFolder);
  const merged = mergedByPlace(parts.filter((part) => part.effectiveAt + graceMs <= now));
  const spent = parts.filter((part) => merged.get(placeOf(part))?.some((other) => covers(other, part)));
  await Promise.all(spent.map((part) => rm(join(tableFolder, part.day, part.name), { force: true })));
  return spent.length;
}
