import { expect, test } from "vitest";
import { makeBodyCheck } from "../../schemas/body-check.ts";
import { codecs } from "../../schemas/codec.ts";
import { aSearch } from "../support/events.ts";

// Numbers of a body are zig-zag: 1 is 2, 2 is 4, -1 is 1, -2 is 3.
const cases: readonly (readonly [string, unknown, readonly number[], string | undefined])[] = [
  ["a string", "string", [4, 0x6f, 0x68], undefined],
  ["a string that is too long", "string", [6, 0x6f, 0x68], 'field "value" says it has 3 bytes where 2 are left'],
  ["a negative length", "string", [1], 'field "value" says it has -1 bytes'],
  ["nothing at all", "string", [], 'field "value" ends in the middle of a number'],
  ["a number cut short", "long", [0x80], 'field "value" ends in the middle of a number'],
  ["a number without end", "long", Array(11).fill(0xff), 'field "value" holds a number of more than ten bytes'],
  ["the largest int", "int", [0xfe, 0xff, 0xff, 0xff, 0x0f], undefined],
  ["one more than that", "int", [0x80, 0x80, 0x80, 0x80, 0x10], 'field "value" holds 2147483648, more than 32 bits'],
  ["the smallest int", "int", [0xff, 0xff, 0xff, 0xff, 0x0f], undefined],
  ["the largest long, 2^52 - 1", "long", [0xfe, ...Array(6).fill(0xff), 0x0f], undefined],
  ["2^52", "long", [...Array(7).fill(0x80), 0x10], 'field "value" holds a number that is not between -2^52 and 2^52'],
  ["true", "boolean", [1], undefined],
  ["neither true nor false", "boolean", [2], 'field "value" holds 2 where 0 or 1 belongs'],
  ["a float", "float", [0, 0, 0, 0], undefined],
  ["half a double", "double", [0, 0, 0, 0], 'field "value" says it has 8 bytes where 4 are left'],
  ["bytes", "bytes", [2, 255], undefined],
  ["the null of a union", ["null", "int"], [0], undefined],
  ["the int of a union", ["null", "int"], [2, 2], undefined],
  ["a third of two kinds", ["null", "int"], [4], 'field "value" is of kind 2, of which there are 2'],
  ["kind -1", ["null", "int"], [1], 'field "value" is of kind -1, of which there are 2'],
  ["an array of two", { type: "array", items: "int" }, [4, 0, 0, 0], undefined],
  ["an array in two blocks, one with its size", { type: "array", items: "int" }, [1, 2, 0, 2, 0, 0], undefined],
  ["an empty array", { type: "array", items: "int" }, [0], undefined],
  ["an array without end", { type: "array", items: "int" }, [4, 0, 0], 'field "value" ends in the middle of a number'],
  ["a map", { type: "map", values: "int" }, [2, 2, 0x61, 6, 0], undefined],
  ["bytes too many", "int", [0, 0, 0], "2 bytes follow after its end"],
  [
    "a count of two billion",
    { type: "array", items: "int" },
    [0xfe, 0xff, 0xff, 0xff, 0x0f, 0],
    'field "value" says it has 2147483647 items where 1 bytes are left',
  ],
  [
    "an endless count",
    { type: "map", values: "int" },
    [...Array(9).fill(0xff), 0x7f, 0],
    'field "value" holds a number that is not between -2^52 and 2^52',
  ],
];

test.for(cases)("makeBodyCheck: %s", ([, type, body, fault]) => {
  const check = makeBodyCheck({ type: "record", name: "One", fields: [{ name: "value", type: type as string }] });
  expect(check(Uint8Array.from(body))).toEqual(fault);
});

test("makeBodyCheck: knows a record by its name, with its namespace or without", () => {
  const inner = { type: "record", name: "Inner", fields: [{ name: "size", type: "int" }] };
  for (const name of ["Inner", "org.twinstream.Inner"]) {
    const fields = [
      { name: "first", type: inner },
      { name: "second", type: name },
    ];
    const check = makeBodyCheck({ type: "record", name: "Outer", fields });
    expect(check(Uint8Array.of(2, 4))).toBeUndefined();
    expect(check(Uint8Array.of(2))).toBe('field "size" ends in the middle of a number');
  }
});

test("makeBodyCheck: a type it does not know is a bug, found when it is made", () => {
  expect(() => makeBodyCheck({ type: "record", name: "One", fields: [{ name: "day", type: "date" }] })).toThrow(
    'does not know the schema type "date"',
  );
});

test("codec: a corrupted count neither hangs nor fills the memory", () => {
  const bytes = codecs.searches.encode(aSearch({ products: [] }));
  // The body ends with the count of products, 0; here it says 2^31 - 1, then 2^51.
  for (const count of [
    [0xfe, 0xff, 0xff, 0xff, 0x0f],
    [...Array(7).fill(0x80), 0x08],
  ]) {
    const before = performance.now();
    const decoded = codecs.searches.decode(Uint8Array.of(...bytes.subarray(0, -1), ...count));
    expect(decoded).toEqual({ error: expect.stringContaining("items where 0 bytes are left") });
    expect(performance.now() - before).toBeLessThan(1000);
  }
});
