import fc from "fast-check";
import { expect, test } from "vitest";
import { makeBodyCheck } from "../../schemas/body-check.ts";
import { codecs } from "../../schemas/codec.ts";
import type { AvroType } from "../../schemas/generate/typescript.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { readAsFar } from "../../schemas/read-as-far.ts";
import { aProduct, aSearch } from "../support/events.ts";

const schema = currentSchemas.searches as AvroType;
const search = aSearch({ products: [aProduct({ attributes: { colour: "white" } })] });
const bytes = codecs.searches.encode(search);

test("readAsFar: a sound body is read whole, with the bytes of each value", () => {
  const { value, parts, fault } = readAsFar(schema, bytes, 5);
  expect({ ...(value as object) }).toEqual({ ...search, time: "2024-03-01T12:00:00.000Z" });
  expect(fault).toBeUndefined();
  const textAt = (path: string) => {
    const { from, to } = parts.find((part) => part.path === path)!;
    return Buffer.from(bytes.subarray(from, to)).toString("latin1");
  };
  expect([textAt("eventId"), textAt("products[0].attributes.colour")]).toEqual(["\u0006s-1", "\u000awhite"]);
});

test("readAsFar: what stands before a fault is kept, and the fault says where and why", () => {
  const cut = bytes.subarray(0, 5 + 40);
  expect(readAsFar(schema, cut, 5)).toMatchObject({
    value: { eventId: "s-1", source: "test", query: "oak shelf", products: [{}] },
    fault: { at: expect.any(Number), path: expect.stringMatching(/^products\[0\]/), why: expect.any(String) },
  });
  const longer = Buffer.concat([bytes, Buffer.of(1, 2)]);
  expect(readAsFar(schema, longer, 5).fault).toEqual({
    at: bytes.length,
    path: "",
    why: "2 bytes follow after its end",
  });
});

test("readAsFar: says of any bytes what the check of bodies says", () => {
  const check = makeBodyCheck(schema);
  fc.assert(
    fc.property(fc.nat(bytes.length - 6), fc.integer({ min: 0, max: 255 }), (place, byte) => {
      const broken = Buffer.from(bytes);
      broken[5 + place] = byte;
      const { fault } = readAsFar(schema, broken, 5);
      const said = check(broken.subarray(5));
      expect(fault?.why ?? "sound").toBe(said?.replace(/^field "[^"]*" /, "") ?? "sound");
      if (fault !== undefined) expect(fault.at).toBeLessThanOrEqual(broken.length);
    }),
    { seed: 3, numRuns: 500 },
  );
});

test.for<readonly [string, AvroType, readonly number[], unknown, string | undefined]>([
  ["an enum", { type: "enum", name: "Kind", symbols: ["a", "b"] }, [2], "b", undefined],
  ["a symbol too many", { type: "enum", name: "Kind", symbols: ["a"] }, [2], undefined, "is symbol 1 of an enum of 1"],
  ["a fixed", { type: "fixed", name: "Two", size: 2 }, [1, 2], "AQI=", undefined],
  ["bytes", "bytes", [4, 1, 2], "AQI=", undefined],
  ["a double that is no number", "double", [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], null, undefined],
  ["a boolean", "boolean", [1], true, undefined],
  [
    "a map with an odd key",
    { type: "map", values: "int" },
    [2, 18, ...Buffer.from("__proto__"), 4, 0],
    { ["__proto__"]: 2 },
    undefined,
  ],
  ["a third of two kinds", ["null", "int"], [4], undefined, "is of kind 2, of which there are 2"],
])("readAsFar: %s", ([, type, body, value, why]) => {
  const read = readAsFar(type, Uint8Array.from(body), 0);
  expect([JSON.stringify(read.value), read.fault?.why]).toEqual([JSON.stringify(value), why]);
});
