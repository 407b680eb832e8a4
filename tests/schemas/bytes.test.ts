import { expect, test } from "vitest";
import { toBuffer } from "../../schemas/bytes.ts";

test("toBuffer: a view into a larger array gives its own bytes, on the same memory", () => {
  const memory = Uint8Array.of(1, 2, 3, 4, 5);
  const buffer = toBuffer(memory.subarray(1, 4));
  expect(Buffer.isBuffer(buffer)).toBe(true);
  expect([...buffer]).toEqual([2, 3, 4]);
  memory[2] = 9;
  expect([...buffer]).toEqual([2, 9, 4]);
});

test("toBuffer: a Buffer stays the one it is", () => {
  const buffer = Buffer.from("abc");
  expect(toBuffer(buffer)).toBe(buffer);
});
