import { expect, test } from "vitest";
import { pairHash } from "../../models/pair-hash.ts";

test("pairHash: the same however the texts are written", () => {
  expect(pairHash("Air  Fryer", " Philips XL")).toBe(pairHash("air fryer", "philips xl"));
});

test("pairHash: tells pairs apart, also those of the same texts the other way round", () => {
  const texts = Array.from({ length: 100 }, (_, i) => `text ${i}`);
  const hashes = texts.flatMap((query) => texts.map((title) => pairHash(query, title)));
  expect(new Set(hashes).size).toBe(hashes.length);
});
