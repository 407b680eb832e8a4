import { TwinstreamError } from "../../schemas/errors.ts";

/** A named array of float32 with its shape. */
export interface NamedFloats {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A named array of int32 with its shape. */
export interface NamedIntegers {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Int32Array;
}

/** What a safetensors file says of itself beside its tensors. */
export type Metadata = Readonly<Record<string, string>>;

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedFloats>;
  readonly integers: ReadonlyMap<string, NamedIntegers>;
  readonly metadata: Metadata;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const lengthBytes = 8;
/** Of a float32 as of an int32. */
const numberBytes = 4;

/** Arrays as a safetensors file, which most tools for nets read: https://github.com/huggingface/safetensors (little-endian). */
export function encodeSafetensors(tensors: readonly (NamedFloats | NamedIntegers)[], metadata: Metadata): Uint8Array {
  const header: Record<string, Entry | Metadata> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    const dtype = data instanceof Float32Array ? "F32" : "I32";
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = JSON.stringify(header);
  // padded with spaces so that the numbers start where an array of them may start
  const text = new TextEncoder().encode(json.padEnd(json.length + ((8 - (utf8Length(json) % 8)) % 8)));
  const file = new Uint8Array(lengthBytes + text.length + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, lengthBytes);
  let place = lengthBytes + text.length;
  for (const { data } of tensors) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
    place += data.byteLength;
  }
  return file;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Reads a safetensors file of float32 and int32. Throws DATA_DAMAGED when it is none or is cut short. */
export function decodeSafetensors(file: Uint8Array): Safetensors {
  const { header, start } = readHeader(file);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map<string, NamedFloats>();
  const integers = new Map<string, NamedIntegers>();
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, bytes } = readTensor(file, start, name, entry as Entry | null);
    if (dtype === "F32") tensors.set(name, { name, shape, data: new Float32Array(bytes) });
    else integers.set(name, { name, shape, data: new Int32Array(bytes) });
  }
  return { tensors, integers, metadata: metadata as Metadata };
}

function readHeader(file: Uint8Array): { readonly header: Record<string, Entry | Metadata>; readonly start: number } {
  try {
    const length = Number(new DataView(file.buffer, file.byteOffset, file.byteLength).getBigUint64(0, true));
    const start = lengthBytes + length;
    const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(lengthBytes, start)));
    if (header === null || typeof header !== "object" || start > file.length) throw new Error("no header");
    return { header, start };
  } catch (cause) {
    throw damaged("it doesn't start as a safetensors file does", cause);
  }
}

function readTensor(file: Uint8Array, start: number, name: string, entry: Entry | null) {
  const isKnown = entry?.dtype === "F32" || entry?.dtype === "I32";
  if (!isKnown || !Array.isArray(entry.shape) || !Array.isArray(entry.data_offsets)) {
    throw damaged(`"${name}" is not an array of float32 or int32`);
  }
  const { dtype, shape, data_offsets } = entry;
  const [from, to] = data_offsets;
  const size = shape.reduce((product, length) => product * length, numberBytes);
  if (!(from >= 0 && to - from === size && start + to <= file.length)) throw damaged(`"${name}" is cut short`);
  // copied, as the numbers may start at any byte of the buffer, and not by `slice`, which copies nothing of a Buffer
  return { dtype, shape, bytes: new Uint8Array(file.subarray(start + from, start + to)).buffer };
}

function damaged(what: string, cause?: unknown): TwinstreamError {
  return new TwinstreamError(
    "DATA_DAMAGED",
    `a file of weights can't be read: ${what}; take a copy or train again`,
    cause,
  );
}
