import { expect, test } from "vitest";
import { readLong, skipBytes, Unsound } from "../../schemas/avro-cursor.ts";

const cursor = (...body: number[]) => ({ body: Uint8Array.from(body), at: 0, field: "" });

test.for<readonly [readonly number[], number]>([
  [[0], 0],
  [[1], -1],
  [[0x80, 1], 64],
  [[0xfe, 0xff, 0xff, 0xff, 0x0f], 2 ** 31 - 1],
])("readLong: %j is %d", ([body, value]) => {
  const at = cursor(...body);
  expect([readLong(at), at.at]).toEqual([value, body.length]);
});

test("a cursor never moves beyond its bytes", () => {
  const at = cursor(1, 2);
  expect(() => skipBytes(at, 3)).toThrow(Unsound);
  expect(() => skipBytes(at, -1)).toThrow("says it has -1 bytes");
  skipBytes(at, 2);
  expect(() => readLong(at)).not.toThrow(RangeError);
});
