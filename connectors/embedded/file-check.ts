import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { damage } from "./failures.ts";

const magic = 0xbeefc0de;
const metaBytes = 192;
/** Where a meta page of LMDB's format 2 keeps them, on a 64-bit machine. */
const at = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152 };
/** LMDB may leave the last pages of a file unwritten when they are free. */
const pagesThatMayLack = 64;

/** Throws DATA_DAMAGED when a file is no log or was cut off: reading past the end of a mapped file would end the process. */
export function checkFile(path: string, folder: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const first = readMeta(file, 0);
    if (first === undefined) throw damage(folder, `"${path}" does not begin like a log`);
    const pageSize = first.readUInt32LE(at.pageSize);
    const second = readMeta(file, pageSize);
    if (second === undefined) throw damage(folder, `"${path}" lacks its second page`);
    const newest = numberAt(second, at.transaction) > numberAt(first, at.transaction) ? second : first;
    const pages = numberAt(newest, at.lastPage) + 1;
    if (size < (pages - pagesThatMayLack) * pageSize) {
      throw damage(folder, `"${path}" has ${size} of ${pages * pageSize} bytes`);
    }
  } finally {
    closeSync(file);
  }
}

function readMeta(file: number, position: number): Buffer | undefined {
  const meta = Buffer.alloc(metaBytes);
  const isWhole = readSync(file, meta, 0, metaBytes, position) === metaBytes;
  return isWhole && meta.readUInt32LE(at.magic) === magic ? meta : undefined;
}

function numberAt(meta: Buffer, position: number): number {
  return Number(meta.readBigUInt64LE(position));
}
