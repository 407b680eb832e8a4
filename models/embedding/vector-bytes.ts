import { TwinstreamError } from "../../schemas/errors.ts";

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A vector as little-endian 32-bit floats. Shares the vector's memory where the machine is little-endian, as nearly all are. */
export function encodeVector(vector: Float32Array): Uint8Array {
  if (isLittleEndian) return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  const bytes = new Uint8Array(vector.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < vector.length; i++) view.setFloat32(i * 4, vector[i]!, true);
  return bytes;
}

/**
 * The vector that `encodeVector` wrote; shares the memory of the bytes when they are aligned to four.
 * Throws DATA_DAMAGED for a broken length or a value that is not finite.
 */
export function decodeVector(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4 !== 0) throw damaged(`${bytes.length} bytes are no whole number of 32-bit floats`);
  const vector = isLittleEndian && bytes.byteOffset % 4 === 0 ? viewOf(bytes) : copyOf(bytes);
  checkFinite(vector);
  return vector;
}

function viewOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

function copyOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const vector = new Float32Array(bytes.length / 4);
  for (let i = 0; i < vector.length; i++) vector[i] = view.getFloat32(i * 4, true);
  return vector;
}

function checkFinite(vector: Float32Array): void {
  let zero = 0;
  // 0 * x is NaN for every x that is not finite, and NaN stays.
  for (let i = 0; i < vector.length; i++) zero += vector[i]! * 0;
  if (zero !== 0) throw damaged("a value is not finite");
}

function damaged(what: string): TwinstreamError {
  return new TwinstreamError("DATA_DAMAGED", `a vector can't be read: ${what}; replay its search to embed it again`);
}
