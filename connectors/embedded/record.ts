import type { Entry } from "../event-log.ts";

const hasKey = 1;
const hasValue = 2;
const hasId = 4;
const headBytes = 9;

/** What one record of the file holds; its place is its key there. */
export interface StoredRecord {
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly id: string | null;
  readonly value: Uint8Array | null;
}

/** The bytes a record takes: one of flags, eight of time, key and id each behind four of length, then the value. */
export function encodeRecord({ timestamp, key, id, value }: StoredRecord): Buffer {
  const idBytes = id === null ? 0 : Buffer.byteLength(id);
  const bytes = Buffer.allocUnsafe(
    headBytes + lengthOf(key?.length) + lengthOf(id === null ? undefined : idBytes) + (value?.length ?? 0),
  );
  bytes[0] = (key === null ? 0 : hasKey) | (value === null ? 0 : hasValue) | (id === null ? 0 : hasId);
  let at = bytes.writeDoubleBE(timestamp, 1);
  if (key !== null) {
    at = bytes.writeUInt32BE(key.length, at);
    bytes.set(key, at);
    at += key.length;
  }
  if (id !== null) {
    at = bytes.writeUInt32BE(idBytes, at);
    at += bytes.write(id, at);
  }
  if (value !== null) bytes.set(value, at);
  return bytes;
}

/** The entry that some bytes hold, or undefined when they hold none. The value is a view of the bytes. */
export function decodeEntry(bytes: Buffer, topic: string, partition: number, offset: number): Entry | undefined {
  const flags = bytes[0];
  if (flags === undefined || flags > 7 || bytes.length < headBytes) return undefined;
  const timestamp = bytes.readDoubleBE(1);
  const keyEnd = flags & hasKey ? endOf(bytes, headBytes) : headBytes;
  const idEnd = flags & hasId ? endOf(bytes, keyEnd) : keyEnd;
  if (idEnd > bytes.length || (!(flags & hasValue) && idEnd !== bytes.length)) return undefined;
  const key = flags & hasKey ? bytes.toString("utf8", headBytes + 4, keyEnd) : null;
  return { topic, partition, offset, timestamp, key, value: flags & hasValue ? bytes.subarray(idEnd) : null };
}

/** The id that a record was appended under, or null. */
export function idOf(bytes: Buffer): string | null {
  const flags = bytes[0]!;
  if (!(flags & hasId)) return null;
  const keyEnd = flags & hasKey ? endOf(bytes, headBytes) : headBytes;
  return bytes.toString("utf8", keyEnd + 4, endOf(bytes, keyEnd));
}

function lengthOf(bytes: number | undefined): number {
  return bytes === undefined ? 0 : 4 + bytes;
}

function endOf(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? at + 4 + bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
}
