import { randomUUID } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { namesIn } from "./layout.ts";

/** Where files are written before they are published, in a table's folder. */
export const temporaryFolder = "temporary";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A path, relative to a table's folder, that nobody else takes; it says which process on which machine writes there. */
export function temporaryName(ending: string): string {
  return `${temporaryFolder}/${hostname()}~${process.pid}~${randomUUID()}~${ending}`;
}

/**
 * Removes what killed writers left: files older than a minute whose process is gone, files of any other machine (or container) older than a
 * day, and none that `isNeeded` names by its path relative to the table's folder.
 */
export async function removeAbandoned(
  tableFolder: string,
  now: number,
  isNeeded: (path: string) => boolean,
): Promise<void> {
  for (const name of await namesIn(join(tableFolder, temporaryFolder))) {
    const path = `${temporaryFolder}/${name}`;
    if (!isNeeded(path) && (await isAbandoned(join(tableFolder, path), name, now))) {
      await rm(join(tableFolder, path), { force: true });
    }
  }
}

async function isAbandoned(path: string, name: string, now: number): Promise<boolean> {
  const written = await modifiedAt(path);
  if (written === undefined) return false;
  const ageMs = now - written;
  const [host, pid] = name.split("~");
  if (host !== hostname()) return ageMs > dayMs;
  return ageMs > minuteMs && !isWriterAlive(Number(pid), written, now);
}

/** A file with this process's own number but older than the process is from a predecessor, as in containers, where numbers repeat. */
function isWriterAlive(pid: number, written: number, now: number): boolean {
  if (pid === process.pid) return written >= now - process.uptime() * 1000;
  return isProcessAlive(pid);
}

/** Whether a process of this machine runs. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
