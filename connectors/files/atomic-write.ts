import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
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
      await removeTemporary(temporary);
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

/** Waits until the disk has the bytes of a file. */
export function syncFile(path: string): Promise<void> {
  return sync(path, "r+");
}

/** Waits until the disk has the names in a folder. */
export function syncFolder(folder: string): Promise<void> {
  return sync(folder, "r");
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
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

/** A name beside `path` that no other writer of this or another process or thread takes; it begins with `.tmp-`. */
export function temporaryBeside(path: string): string {
  written += 1;
  return join(dirname(path), `.tmp-${process.pid}-${threadId}-${written}-${basename(path)}`);
}

/** Removes a temporary file or folder, where one came to be at all. */
export async function removeTemporary(path: string): Promise<void> {
  try {
    await rm(path, { force: true, recursive: true });
  } catch (error) {
    // A file stands where its folder should be, so nothing was ever written.
    if ((error as NodeJS.ErrnoException).code !== "ENOTDIR") throw error;
  }
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
  EACCES: "this user may not; change its rights, or name another place",
  EPERM: "this user may not; change its rights, or name another place",
  EROFS: "the device is read-only; name another place",
  EFBIG: "the file may not grow that large; raise the limit, then run the same command again",
  ENOSPC: "the disk is full; make room, then run the same command again",
  EDQUOT: "the disk quota is used up; make room, then run the same command again",
  ENOENT: "its folder is not there and can't be made; name another",
  ENOTDIR: "a part of the path is a file, not a folder; name another place",
  EISDIR: "it is a folder; name a file in it",
  EEXIST: "a file of that name is in the way; move it, or pass another --data",
  ENAMETOOLONG: "the path is too long; name a shorter one",
};
