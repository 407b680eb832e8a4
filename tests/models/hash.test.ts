import { expect, test } from "vitest";
import { hashText, hashUnit, mixBits } from "../../models/hash.ts";

test.each([
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["foobar", 0xbf9cf968],
])("hashText: gives the published FNV-1a of %j", (text, hash) => {
  expect(hashText(text)).toBe(hash);
});

test("hashUnit: one unit more continues the hash of the text before it", () => {
  expect(hashUnit(hashText("fooba"), "r".charCodeAt(0))).toBe(0xbf9cf968);
});

test("mixBits: gives the published MurmurHash3 finaliser", () => {
  expect([0, 1, 0xffffffff].map(mixBits)).toEqual([0, 0x514e28b7, 0x81f16f39]);
});
