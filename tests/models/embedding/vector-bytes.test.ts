import { expect, test } from "vitest";
import { decodeVector, encodeVector } from "../../../models/embedding/vector-bytes.ts";

test("encodeVector: writes little-endian 32-bit floats", () => {
  // 1 is 0x3f800000, -2.5 is 0xc0200000.
  expect([...encodeVector(Float32Array.of(1, -2.5))]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
});

test("decodeVector: gives back the vector, wherever the bytes lie", () => {
  const vector = Float32Array.of(0.1, -3, 1e-30);
  const aligned = decodeVector(encodeVector(vector));
  expect(aligned).toEqual(vector);
  expect(aligned.buffer).toBe(vector.buffer);
  const shifted = new Uint8Array([7, ...encodeVector(vector)]).subarray(1);
  expect(decodeVector(shifted)).toEqual(vector);
  expect(decodeVector(new Uint8Array())).toEqual(new Float32Array());
});

test.each([
  ["a cut float", new Uint8Array(7)],
  ["NaN", encodeVector(Float32Array.of(1, Number.NaN))],
  ["an endless value", encodeVector(Float32Array.of(Number.NEGATIVE_INFINITY))],
])("decodeVector: refuses %s", (_, bytes) => {
  expect(() => decodeVector(bytes)).toThrow(expect.objectContaining({ code: "DATA_DAMAGED" }));
});
