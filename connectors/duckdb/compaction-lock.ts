import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { writeSynced } from "../files/atomic-write.ts";
import { isProcessAlive } from "./temporary-files.ts";

const longestMs = 60 * 60_000;
const ownerName = "owner.json";

/**
 * Does some work that only one process may do on a table at a time; undefined when another is at it. The lock is the folder that the work is
 * written in. That of a process that died, or takes more than an hour, is taken over by moving it away: a process that wakes up late
 * finds its work gone and has nothing to publish.
 */
export async function holdCompaction<Result>(
  tableFolder: string,
  now: number,
  work: (workFolder: string) => Promise<Result>,
): Promise<Result | undefined> {
  const lock = join(tableFolder, "compaction");
  const id = randomUUID();
  if (!(await acquire(lock, id, now))) return undefined;
  try {
    return await work(join(lock, id));
  } finally {
    if (await exists(join(lock, id))) await removeFolder(lock);
  }
}

/** Made aside and renamed: the lock appears with its owner in it. A folder can't be renamed onto one that holds something. */
async function acquire(lock: string, id: string, now: number): Promise<boolean> {
  if (await isAbandoned(lock, now)) await removeFolder(lock);
  const aside = `${lock}-${id}`;
  await mkdir(join(aside, id), { recursive: true });
  await writeSynced(join(aside, ownerName), JSON.stringify({ host: hostname(), pid: process.pid }));
  try {
    await rename(aside, lock);
    return true;
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return false;
  }
}

/** Moves a folder away before removing what is in it, so that nobody meets half of it. */
async function removeFolder(folder: string): Promise<void> {
  const aside = `${folder}-${randomUUID()}`;
  await rename(folder, aside).catch(absent);
  await rm(aside, { recursive: true, force: true });
}

async function isAbandoned(lock: string, now: number): Promise<boolean> {
  const path = join(lock, ownerName);
  const taken = await stat(path).catch(absent);
  const text = await readFile(path, "utf8").catch(absent);
  if (taken === undefined || text === undefined) return false;
  const owner = JSON.parse(text) as { host: string; pid: number };
  const isDead = owner.host === hostname() && !isProcessAlive(owner.pid);
  return isDead || now - taken.mtimeMs > longestMs;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(absent)) !== undefined;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
