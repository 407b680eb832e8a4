import { TwinstreamError } from "../../schemas/errors.ts";

/** A named array of float32 with its shape. */
export interface NamedFloats {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a safetensors file says of itself beside its tensors. */
export type Metadata = Readonly<Record<string, string>>;

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const lengthBytes = 8;
const floatBytes = 4;

/** Arrays as a safetensors file, which most tools for nets read: https://github.com/huggingface/safetensors (little-endian). */
export function encodeSafetensors(tensors: readonly NamedFloats[], metadata: Metadata): Uint8Array {
  const header: Record<string, Entry | Metadata> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: "F32", shape, data_offsets: [offset, offset + data.byteLength] };
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

/** Reads a safetensors file of float32. Throws DATA_DAMAGED when it is none or is cut short. */
export function decodeSafetensors(file: Uint8Array): {
  readonly tensors: ReadonlyMap<string, NamedFloats>;
  readonly metadata: Metadata;
} {
  const { header, start } = readHeader(file);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries).map(([name, entry]) => readTensor(file, start, name, entry as Entry | null));
  return { tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])), metadata: metadata as Metadata };
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

function readTensor(file: Uint8Array, start: number, name: string, entry: Entry | null): NamedFloats {
  if (entry?.dtype !== "F32" || !Array.isArray(entry.shape) || !Array.isArray(entry.data_offsets)) {
    throw damaged(`"${name}" is not an array of float32`);
  }
  const { shape, data_offsets } = entry;
  const [from, to] = data_offsets;
  const size = shape.reduce((product, length) => product * length, floatBytes);
  if (!(from >= 0 && to - from === size && start + to <= file.length)) throw damaged(`"${name}" is cut short`);
  // copied, as the numbers may start at any byte of the buffer, and not by `slice`, which copies nothing of a Buffer
  return { name, shape, data: new Float32Array(new Uint8Array(file.subarray(start + from, start + to)).buffer) };
}

function damaged(what: string, cause?: unknown): TwinstreamError {
  return new TwinstreamError(
    "DATA_DAMAGED",
    `a file of weights can't be read: ${what}; take a copy or train again`,
    cause,
  );
}
