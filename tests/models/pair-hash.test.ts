import { expect, test } from "vitest";
import { judgmentKey, pairHash } from "../../models/pair-hash.ts";

test("pairHash: the same however the texts are written", () => {
  expect(pairHash("Air  Fryer", " Philips XL")).toBe(pairHash("air fryer", "philips xl"));
});

test("pairHash: tells pairs apart, also those of the same texts the other way round", () => {
  const texts = Array.from({ length: 100 }, (_, i) => `text ${i}`);
  const hashes = texts.flatMap((query) => texts.map((title) => pairHash(query, title)));
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("judgmentKey: tells grades of a pair apart, and is exact in a double", () => {
  const keys = [1, 2, 2.33].map((grade) => judgmentKey("lamp", "Desk Lamp", grade));
  expect(new Set(keys).size).toBe(3);
  expect(keys.every(Number.isSafeInteger)).toBe(true);
  expect(judgmentKey("lamp", "Desk Lamp", Math.fround(2.33)), "as rows in memory have it").toBe(keys[2]);
});
