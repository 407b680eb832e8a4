import type { Entry, Headers } from "../event-log.ts";

const hasKey = 1;
const hasValue = 2;
const hasId = 4;
const hasHeaders = 8;
const headBytes = 9;

/** What one record of the file holds; its place is its key there. */
export interface StoredRecord {
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly id: string | null;
  readonly headers?: Headers | undefined;
  readonly value: Uint8Array | null;
}

/** The bytes a record takes: one of flags, eight of time, key, id and headers (JSON) each behind four of length, then the value. */
export function encodeRecord({ timestamp, key, id, headers, value }: StoredRecord): Buffer {
  const parts = [key, id === null ? null : Buffer.from(id), headers ? Buffer.from(JSON.stringify(headers)) : null];
  const size = parts.reduce((sum, part) => sum + lengthOf(part), headBytes + (value?.length ?? 0));
  const bytes = Buffer.allocUnsafe(size);
  const flags = [hasKey, hasId, hasHeaders].filter((_, part) => parts[part] !== null);
  bytes[0] = flags.reduce((all, flag) => all | flag, value === null ? 0 : hasValue);
  let at = bytes.writeDoubleBE(timestamp, 1);
  for (const part of parts) {
    if (part === null) continue;
    at = bytes.writeUInt32BE(part.length, at);
    bytes.set(part, at);
    at += part.length;
  }
  if (value !== null) bytes.set(value, at);
  return bytes;
}

/** The entry that some bytes hold, or undefined when they hold none. The value is a view of the bytes. */
export function decodeEntry(bytes: Buffer, topic: string, partition: number, offset: number): Entry | undefined {
  const flags = bytes[0];
  if (flags === undefined || flags > 15 || bytes.length < headBytes) return undefined;
  const timestamp = bytes.readDoubleBE(1);
  const keyEnd = flags & hasKey ? endOf(bytes, headBytes) : headBytes;
  const idEnd = flags & hasId ? endOf(bytes, keyEnd) : keyEnd;
  const headersEnd = flags & hasHeaders ? endOf(bytes, idEnd) : idEnd;
  if (headersEnd > bytes.length || (!(flags & hasValue) && headersEnd !== bytes.length)) return undefined;
  const key = flags & hasKey ? bytes.toString("utf8", headBytes + 4, keyEnd) : null;
  const value = flags & hasValue ? bytes.subarray(headersEnd) : null;
  const headers = flags & hasHeaders ? readHeaders(bytes.toString("utf8", idEnd + 4, headersEnd)) : undefined;
  return { topic, partition, offset, timestamp, key, value, ...(headers && { headers }) };
}

/** The id that a record was appended under, or null. */
export function idOf(bytes: Buffer): string | null {
  const flags = bytes[0]!;
  if (!(flags & hasId)) return null;
  const keyEnd = flags & hasKey ? endOf(bytes, headBytes) : headBytes;
  return bytes.toString("utf8", keyEnd + 4, endOf(bytes, keyEnd));
}

/** Damaged headers are left out: what an entry says does not hang on them. */
function readHeaders(text: string): Headers | undefined {
  try {
    return JSON.parse(text) as Headers;
  } catch {
    return undefined;
  }
}

function lengthOf(part: Uint8Array | null): number {
  return part === null ? 0 : 4 + part.length;
}

function endOf(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? at + 4 + bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
}
