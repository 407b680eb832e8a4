import { type FileHandle, open } from "node:fs/promises";
import { TwinstreamError } from "../../schemas/errors.ts";

/** Where a file lies within a tar. */
interface Member {
  readonly offset: number;
  readonly size: number;
}

/** A tar whose files can be read in any order. */
export interface TarMembers {
  /** The bytes of a file by its path; undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

const blockSize = 512;

/** Opens a plain (not compressed) tar: reads where its files lie, and nothing of them. Throws FILE_NOT_FOUND, or FILE_UNREADABLE when it is damaged. */
export async function openTar(path: string): Promise<TarMembers> {
  const file = await open(path).catch((error: Error) => {
    throw new TwinstreamError("FILE_NOT_FOUND", `can't open the archive "${path}": ${error.message}`, error);
  });
  try {
    const members = await membersOf(file, path);
    return {
      async read(name) {
        const member = members.get(name);
        return member && readAt(file, member, path);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function membersOf(file: FileHandle, path: string): Promise<ReadonlyMap<string, Member>> {
  const members = new Map<string, Member>();
  const { size: end } = await file.stat();
  let offset = 0;
  let longName: string | undefined;
  while (offset + blockSize <= end) {
    const block = Buffer.from(await readAt(file, { offset, size: blockSize }, path));
    if (block.every((byte) => byte === 0)) break;
    const { name, size, type } = headerOf(block, path);
    const member = { offset: offset + blockSize, size };
    if (member.offset + size > end) throw damaged(path);
    if (type === "L") longName = textOf(Buffer.from(await readAt(file, member, path)));
    else {
      if (type === "0" || type === "\0") members.set((longName ?? name).replace(/^\.\//, ""), member);
      longName = undefined;
    }
    offset = member.offset + Math.ceil(size / blockSize) * blockSize;
  }
  return members;
}

/** Name, size and kind of a member, by the ustar format (POSIX 1003.1-1988). */
function headerOf(
  block: Buffer,
  path: string,
): { readonly name: string; readonly size: number; readonly type: string } {
  const sum = Number.parseInt(textOf(block.subarray(148, 156)), 8);
  const size = Number.parseInt(textOf(block.subarray(124, 136)), 8);
  if (sum !== checksum(block) || !Number.isSafeInteger(size)) throw damaged(path);
  const prefix = block.toString("latin1", 257, 262) === "ustar" ? textOf(block.subarray(345, 500)) : "";
  const name = textOf(block.subarray(0, 100));
  return { name: prefix === "" ? name : `${prefix}/${name}`, size, type: String.fromCharCode(block[156]!) };
}

/** The sum of all bytes, those of the sum itself counted as spaces. */
function checksum(block: Buffer): number {
  return block.reduce((sum, byte, place) => sum + (place >= 148 && place < 156 ? 32 : byte), 0);
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? field.length : end).trim();
}

async function readAt(file: FileHandle, { offset, size }: Member, path: string): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, offset);
  if (bytesRead < size) throw damaged(path);
  return buffer;
}

function damaged(path: string): TwinstreamError {
  return new TwinstreamError(
    "FILE_UNREADABLE",
    `"${path}" is no tar, or is cut off or compressed; unpack or copy it again`,
  );
}
