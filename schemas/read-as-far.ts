import { type Cursor, readLong, skipBytes, Unsound } from "./avro-cursor.ts";
import type { AvroType } from "./generate/typescript.ts";

/** Where a value of an event stands in its bytes, from `from` to before `to`. */
export interface Part {
  /** Such as `products[2].title`. */
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** What can be read of an Avro body. */
export interface ReadAsFar {
  /** For JSON: times are ISO 8601, bytes are base64, numbers that are none are null. What was not reached is left out. */
  readonly value: unknown;
  /** The values that were read, in their order; of very many the first. */
  readonly parts: readonly Part[];
  /** Why it could not be read on; left out where the body is sound. */
  readonly fault?: { readonly at: number; readonly path: string; readonly why: string };
}

const mostParts = 2_000;

/** Reads a body for a person, as far as it goes; places are counted from `from`, where the body begins. In time and memory bounded by its bytes. */
export function readAsFar(schema: AvroType, bytes: Uint8Array, from: number): ReadAsFar {
  const reading: Reading = { cursor: { body: bytes, at: from, field: "" }, path: "", begun: from, parts: [] };
  const named = new Map<string, AvroType>();
  let value: unknown;
  const put: Put = (read) => {
    value = read;
  };
  try {
    readValue(schema, reading, put, named);
    const { at } = reading.cursor;
    if (at === bytes.length) return { value, parts: reading.parts };
    const why = `${bytes.length - at} bytes follow after its end`;
    return { value, parts: reading.parts, fault: { at, path: "", why } };
  } catch (error) {
    if (!(error instanceof Unsound)) throw error;
    const { begun: at, path, parts } = reading;
    return { value, parts, fault: { at, path, why: error.message } };
  }
}

interface Reading {
  readonly cursor: Cursor;
  /** The value that is being read, and where it begins. */
  path: string;
  begun: number;
  readonly parts: Part[];
}

/** Takes a value where it belongs: a record before its fields are read, so that those before a fault are kept. */
type Put = (value: unknown) => void;
type Named = Exclude<AvroType, string | readonly AvroType[]>;

const primitives: Readonly<Record<string, (cursor: Cursor) => unknown>> = {
  null: () => null,
  boolean(cursor) {
    const [value] = taken(cursor, 1);
    if (value! > 1) throw new Unsound(`holds ${value} where 0 or 1 belongs`);
    return value === 1;
  },
  int(cursor) {
    const value = readLong(cursor);
    if (value !== (value | 0)) throw new Unsound(`holds ${value}, more than 32 bits`);
    return value;
  },
  long: readLong,
  float: (cursor) => finite(view(taken(cursor, 4)).getFloat32(0, true)),
  double: (cursor) => finite(view(taken(cursor, 8)).getFloat64(0, true)),
  string: (cursor) => taken(cursor, readLong(cursor)).toString("utf8"),
  bytes: (cursor) => taken(cursor, readLong(cursor)).toString("base64"),
};

function readValue(type: AvroType, reading: Reading, put: Put, named: Map<string, AvroType>): void {
  const known = typeof type === "string" ? named.get(withoutNamespace(type)) : undefined;
  if (Array.isArray(type)) readValue(memberOf(type as readonly AvroType[], reading), reading, put, named);
  else if (known !== undefined) readValue(known, reading, put, named);
  else if (typeof type === "string") readLeaf(primitives[type]!, reading, put);
  else readComplex(type as Named, reading, put, named);
}

function readComplex(complex: Named, reading: Reading, put: Put, named: Map<string, AvroType>): void {
  if (complex.name !== undefined) named.set(withoutNamespace(complex.name), complex);
  if (complex.type === "record") readRecord(complex, reading, put, named);
  else if (complex.type === "array") readList(complex.items!, reading, put, named);
  else if (complex.type === "map") readMap(complex.values!, reading, put, named);
  else readLeaf(leafReader(complex), reading, put);
}

function withoutNamespace(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function leafReader({ type, logicalType, symbols, size }: Named): (cursor: Cursor) => unknown {
  if (type === "enum") return (cursor) => symbolOf(symbols!, readLong(cursor));
  if (type === "fixed") return (cursor) => taken(cursor, size!).toString("base64");
  if (logicalType === "timestamp-millis") return (cursor) => isoTime(readLong(cursor));
  return primitives[type]!;
}

function readLeaf(read: (cursor: Cursor) => unknown, reading: Reading, put: Put): void {
  const { cursor, parts, path } = reading;
  const from = cursor.at;
  reading.begun = from;
  put(read(cursor));
  if (parts.length < mostParts && cursor.at > from) parts.push({ path, from, to: cursor.at });
}

function memberOf(members: readonly AvroType[], reading: Reading): AvroType {
  reading.begun = reading.cursor.at;
  const index = readLong(reading.cursor);
  const member = members[index];
  if (member === undefined) throw new Unsound(`is of kind ${index}, of which there are ${members.length}`);
  return member;
}

function readRecord({ fields = [] }: Named, reading: Reading, put: Put, named: Map<string, AvroType>): void {
  const record: Record<string, unknown> = {};
  const { path } = reading;
  put(record);
  for (const { name, type } of fields) {
    reading.path = path === "" ? name : `${path}.${name}`;
    const keep: Put = (value) => {
      record[name] = value;
    };
    readValue(type, reading, keep, named);
  }
  reading.path = path;
}

function readList(items: AvroType, reading: Reading, put: Put, named: Map<string, AvroType>): void {
  const list: unknown[] = [];
  const { path } = reading;
  put(list);
  forEachItem(reading, () => {
    const place = list.length;
    reading.path = `${path}[${place}]`;
    const keep: Put = (value) => {
      list[place] = value;
    };
    readValue(items, reading, keep, named);
    reading.path = path;
  });
}

function readMap(values: AvroType, reading: Reading, put: Put, named: Map<string, AvroType>): void {
  // A key may be "__proto__".
  const map = Object.create(null) as Record<string, unknown>;
  const { path } = reading;
  put(map);
  forEachItem(reading, () => {
    reading.begun = reading.cursor.at;
    const key = primitives.string!(reading.cursor) as string;
    reading.path = `${path}.${key}`;
    const keep: Put = (value) => {
      map[key] = value;
    };
    readValue(values, reading, keep, named);
    reading.path = path;
  });
}

/** Blocks as body-check.ts has them. */
function forEachItem(reading: Reading, read: () => void): void {
  const { cursor } = reading;
  const count = () => {
    reading.begun = cursor.at;
    return readLong(cursor);
  };
  for (let items = count(); items !== 0; items = count()) {
    if (items < 0) readLong(cursor);
    const left = cursor.body.length - cursor.at;
    if (Math.abs(items) > left) throw new Unsound(`says it has ${Math.abs(items)} items where ${left} bytes are left`);
    for (let item = Math.abs(items); item > 0; item -= 1) read();
  }
}

function symbolOf(symbols: readonly string[], index: number): string {
  const symbol = symbols[index];
  if (symbol === undefined) throw new Unsound(`is symbol ${index} of an enum of ${symbols.length}`);
  return symbol;
}

function taken(cursor: Cursor, count: number): Buffer {
  const { body, at } = cursor;
  skipBytes(cursor, count);
  return Buffer.from(body.buffer, body.byteOffset + at, count);
}

function view(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A time that no date can have stays the number that it is. */
function isoTime(time: number): string | number {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : time;
}
