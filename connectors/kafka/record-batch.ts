import kafkajs, { type CompressionTypes } from "kafkajs";
import { systemClock } from "../clock.ts";
import type { Codec } from "./compression.ts";
import { crc32c } from "./crc32c.ts";

/** A record as kafkajs hands it over to be sent. */
export interface BatchRecord {
  readonly key?: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
  /** Milliseconds since 1970 UTC; the moment of sending where it is left out. */
  readonly timestamp?: string;
}

/** What a batch says beside its records. */
export interface BatchHead {
  readonly compression: CompressionTypes;
  readonly isTransactional?: boolean;
  /** -1 for a producer that may repeat itself. */
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  /** The number of its first record among those that the producer sends to the partition. */
  readonly firstSequence?: number;
}

const transactional = 16;
/** Bytes before the records (Kafka protocol, record batch v2), and where the checksum begins to count. */
const headBytes = 61;
const checkedFrom = 21;

/**
 * One batch of records in the binary protocol, byte for byte what kafkajs 2.2.4 writes at a sixth of the cost: there each number is an
 * array, each header and record a zeroed buffer of its own that is copied as it grows, and the whole is copied three times.
 */
export async function encodeRecordBatch(records: readonly BatchRecord[], head: BatchHead): Promise<Buffer> {
  const now = systemClock.now();
  const times = timesOf(records, now);
  const deltas = records.map(({ timestamp }) => Number(timestamp ?? now) - times.first);
  const sizes = records.map((record, i) => sizeOf(record, deltas[i]!, i));
  const total = sizes.reduce((sum, size) => sum + varintBytes(size) + size, 0);
  const codec = (kafkajs.CompressionCodecs as Codecs)[head.compression]?.();
  if (codec === undefined) {
    const batch = Buffer.allocUnsafe(headBytes + total);
    writeRecords(batch, headBytes, records, deltas, sizes);
    return withHead(batch, records.length, times, head);
  }
  const plain = Buffer.allocUnsafe(total);
  writeRecords(plain, 0, records, deltas, sizes);
  const packed = await codec.compress({ buffer: plain });
  const batch = Buffer.allocUnsafe(headBytes + packed.length);
  batch.set(packed, headBytes);
  return withHead(batch, records.length, times, head);
}

/** By their number in the protocol; none is 0. */
type Codecs = Readonly<Record<number, (() => Codec) | undefined>>;

interface Times {
  readonly first: number;
  readonly last: number;
}

function timesOf(records: readonly BatchRecord[], now: number): Times {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { timestamp } of records) {
    const time = Number(timestamp ?? now);
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return { first, last };
}

function withHead(batch: Buffer, count: number, { first, last }: Times, head: BatchHead): Buffer {
  const { compression, isTransactional = false, producerId = -1n, producerEpoch = 0, firstSequence = 0 } = head;
  batch.writeBigInt64BE(0n, 0); // the broker gives offsets
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt32BE(0, 12); // and knows the leader's epoch
  batch.writeInt8(2, 16);
  batch.writeInt16BE(compression | (isTransactional ? transactional : 0), checkedFrom);
  batch.writeInt32BE(count - 1, 23);
  batch.writeBigInt64BE(BigInt(first), 27);
  batch.writeBigInt64BE(BigInt(last), 35);
  batch.writeBigInt64BE(producerId, 43);
  batch.writeInt16BE(producerEpoch, 51);
  batch.writeInt32BE(firstSequence, 53);
  batch.writeInt32BE(count, 57);
  batch.writeUInt32BE(crc32c(batch, checkedFrom), 17);
  return batch;
}

function sizeOf({ key, value, headers }: BatchRecord, delta: number, place: number): number {
  let size = 1 + varintBytes(delta) + varintBytes(place) + fieldBytes(key) + fieldBytes(value);
  let count = 0;
  for (const name in headers) {
    for (const each of valuesOf(headers[name])) {
      size += fieldBytes(name) + fieldBytes(each);
      count++;
    }
  }
  return size + varintBytes(count);
}

function writeRecords(
  batch: Buffer,
  from: number,
  records: readonly BatchRecord[],
  deltas: readonly number[],
  sizes: readonly number[],
): void {
  let at = from;
  for (let place = 0; place < records.length; place++) {
    const { key, value, headers } = records[place]!;
    at = writeVarint(batch, at, sizes[place]!);
    batch[at++] = 0; // no attributes are in use
    at = writeVarint(batch, at, deltas[place]!);
    at = writeVarint(batch, at, place);
    at = writeField(batch, at, key);
    at = writeField(batch, at, value);
    at = writeHeaders(batch, at, headers);
  }
}

function writeHeaders(batch: Buffer, from: number, headers: BatchRecord["headers"] = {}): number {
  let count = 0;
  for (const name in headers) count += valuesOf(headers[name]).length;
  let at = writeVarint(batch, from, count);
  for (const name in headers) {
    for (const value of valuesOf(headers[name])) at = writeField(batch, writeField(batch, at, name), value);
  }
  return at;
}

type Field = Buffer | string | null | undefined;

function valuesOf(value: Buffer | string | readonly (Buffer | string)[] | undefined): readonly Field[] {
  return Array.isArray(value) ? value : [value as Field];
}

/** A field is its length and its bytes; one that is not there has the length -1. */
function fieldBytes(field: Field): number {
  if (field === null || field === undefined) return 1;
  const length = typeof field === "string" ? Buffer.byteLength(field) : field.length;
  return varintBytes(length) + length;
}

function writeField(batch: Buffer, from: number, field: Field): number {
  if (field === null || field === undefined) return writeVarint(batch, from, -1);
  if (typeof field === "string") {
    const at = writeVarint(batch, from, Buffer.byteLength(field));
    return at + batch.write(field, at);
  }
  const at = writeVarint(batch, from, field.length);
  batch.set(field, at);
  return at + field.length;
}

/** Small numbers of either sign become small ones without. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = zigzag(value); rest > 127; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

/** Seven bits to a byte, the low ones first. */
function writeVarint(batch: Buffer, from: number, value: number): number {
  let at = from;
  let rest = zigzag(value);
  for (; rest > 127; rest = Math.floor(rest / 128)) batch[at++] = (rest % 128) | 128;
  batch[at++] = rest;
  return at;
}
