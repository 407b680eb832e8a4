import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";

let written = 0;

/** Replaces a file whole or not at all: a reader sees the old bytes or the new ones, also after a power cut. Throws FOLDER_UNWRITABLE. */
export async function writeAtomically(path: string, bytes: Uint8Array | string, mode = 0o644): Promise<void> {
  const temporary = temporaryBeside(path);
  await asWriting(path, async () => {
    try {
      await writeSynced(temporary, bytes, mode);
      await rename(temporary, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

/** Writes a new file and waits until the disk has its bytes; fails when it is already there. */
export async function writeSynced(path: string, bytes: Uint8Array | string, mode = 0o644): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the disk has the names in a folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and those above it. Throws FOLDER_UNWRITABLE, also where a file stands in the way. */
export async function makeFolder(folder: string): Promise<void> {
  await asWriting(folder, () => mkdir(folder, { recursive: true }));
}

/** A name beside `path` that no other writer of this or another process takes; it begins with `.tmp-`. */
export function temporaryBeside(path: string): string {
  written += 1;
  return join(dirname(path), `.tmp-${process.pid}-${written}-${basename(path)}`);
}

/** Runs some writing; what the system refuses becomes FOLDER_UNWRITABLE with a remedy, anything else passes. */
export async function asWriting<Result>(path: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const remedy = remedies[(error as NodeJS.ErrnoException).code ?? ""];
    if (remedy === undefined) throw error;
    throw new TwinstreamError("FOLDER_UNWRITABLE", `can't write "${path}": ${remedy}`, error);
  }
}

const remedies: Readonly<Record<string, string>> = {
  EACCES: "this user may not; change its rights, or pass another --data",
  EPERM: "this user may not; change its rights, or pass another --data",
  EROFS: "the device is read-only; pass another --data",
  ENOSPC: "the disk is full; make room, then run the same command again",
  EDQUOT: "the disk quota is used up; make room, then run the same command again",
  ENOENT: "nothing can be made there; pass another --data",
  ENOTDIR: "a part of the path is a file, not a folder; pass another --data",
  EEXIST: "a file of that name is in the way; move it, or pass another --data",
  ENAMETOOLONG: "the path is too long; pass a shorter --data",
};
