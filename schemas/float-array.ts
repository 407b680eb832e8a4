import avro from "avsc";

/** What the library reads from and writes to; its types leave it out. */
interface Tap {
  readonly buf: Buffer;
  pos: number;
  readLong(): number;
  skipLong(): void;
  writeLong(value: number): void;
}

const { ArrayType } = avro.types;
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const floatBytes = 4;

/**
 * An Avro array of floats, read as a Float32Array. The bytes are those of any other array, but they are copied at once; number by number was
 * much of what the stream cost. It reads sound bodies alone: `makeBodyCheck` comes first.
 */
export class FloatArrayType extends ArrayType {
  _check(value: unknown): boolean {
    return value instanceof Float32Array;
  }

  _read(tap: Tap): Float32Array {
    let values: Float32Array | undefined;
    for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
      if (count < 0) tap.skipLong(); // its size in bytes, which the count says already
      const block = readFloats(tap, Math.abs(count));
      values = values === undefined ? block : joined(values, block);
    }
    return values ?? new Float32Array();
  }

  /** Integers and doubles, which Avro lets one read as floats, are read number by number. */
  _update(resolver: Resolver, written: avro.Type, options: object): void {
    arrays._update.call(this, resolver, written, options);
    if (!(written instanceof ArrayType) || written.itemsType.typeName === "float") return;
    resolver._read = function (tap) {
      return Float32Array.from(arrays._read.call(this, tap));
    };
  }

  _write(tap: Tap, value: unknown): void {
    if (!(value instanceof Float32Array)) throw new Error("it is no Float32Array");
    if (value.length > 0) {
      tap.writeLong(value.length);
      writeFloats(tap, value);
    }
    tap.writeLong(0);
  }
}

/** A reader of what was written as another type; its parts are no part of the library's types. */
interface Resolver {
  _read(tap: Tap): unknown;
}

/** How the library makes a reader of arrays, of whatever number they are written in. */
const arrays = ArrayType.prototype as unknown as {
  _update(this: unknown, resolver: Resolver, written: avro.Type, options: object): void;
  _read(this: unknown, tap: Tap): number[];
};

/** Floats of many records share memory, as an array of their own costs more than what is in it. */
const slabFloats = 16_384;
let slab = new Float32Array(slabFloats);
let slabBytes = Buffer.from(slab.buffer);
let taken = 0;

function readFloats(tap: Tap, count: number): Float32Array {
  const end = tap.pos + count * floatBytes;
  if (taken + count > slab.length) {
    slab = new Float32Array(Math.max(slabFloats, count));
    slabBytes = Buffer.from(slab.buffer);
    taken = 0;
  }
  const start = taken;
  taken += count;
  tap.buf.copy(slabBytes, start * floatBytes, tap.pos, end);
  if (!isLittleEndian) slabBytes.subarray(start * floatBytes, taken * floatBytes).swap32();
  tap.pos = end;
  return slab.subarray(start, taken);
}

/** Where there is no room the library looks at the place alone, and comes again with a larger buffer. */
function writeFloats(tap: Tap, values: Float32Array): void {
  const end = tap.pos + values.byteLength;
  if (end <= tap.buf.length) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    tap.buf.set(bytes, tap.pos);
    if (!isLittleEndian) tap.buf.subarray(tap.pos, end).swap32();
  }
  tap.pos = end;
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const all = new Float32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
