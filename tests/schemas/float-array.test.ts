import avro from "avsc";
import { expect, test } from "vitest";
import { FloatArrayType } from "../../schemas/float-array.ts";

const schema = { type: "array", items: "float" } as const;
const ours = new FloatArrayType(schema, {});
const theirs = avro.Type.forSchema(schema);
const values = Float32Array.of(1.5, Number.NaN, -0.25, Number.NEGATIVE_INFINITY);

test.for([values, new Float32Array(), new Float32Array(20_000).fill(0.5)])(
  "FloatArrayType: writes the bytes of any Avro array of floats, and reads them, $length of them",
  (floats) => {
    const bytes = ours.toBuffer(floats);
    expect(bytes).toEqual(theirs.toBuffer([...floats]));
    expect(ours.fromBuffer(bytes)).toEqual(floats);
  },
);

test("FloatArrayType: reads an array in blocks, with their sizes or without", () => {
  const [first, second] = [theirs.toBuffer([1, 2]).subarray(0, -1), theirs.toBuffer([3]).subarray(1)];
  const sized = Buffer.from([1, 8]); // one item, 4 bytes
  expect(ours.fromBuffer(Buffer.concat([first, sized, second]))).toEqual(Float32Array.of(1, 2, 3));
});

test("FloatArrayType: what was read stays when more is read", () => {
  const read = Array.from({ length: 9 }, (_, i) => ours.fromBuffer(ours.toBuffer(new Float32Array(9_000).fill(i))));
  expect(read.map((floats) => [floats.length, floats[0], floats[8_999]])).toEqual(read.map((_, i) => [9_000, i, i]));
});

test("FloatArrayType: a list of numbers is no such array", () => {
  expect(() => ours.toBuffer([1, 2])).toThrow("it is no Float32Array");
  expect(ours.isValid([1, 2])).toBe(false);
});

test("FloatArrayType: reads what was written as an array of integers", () => {
  const integers = avro.Type.forSchema({ type: "array", items: "int" });
  const resolver = ours.createResolver(integers);
  expect(ours.fromBuffer(integers.toBuffer([1, -70_000, 3]), resolver)).toEqual(Float32Array.of(1, -70_000, 3));
  expect(ours.fromBuffer(theirs.toBuffer([0.5]), ours.createResolver(theirs))).toEqual(Float32Array.of(0.5));
});
