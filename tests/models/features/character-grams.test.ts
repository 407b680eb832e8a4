import { expect, test } from "vitest";
import { countShared, gramSet, gramsOf } from "../../../models/features/character-grams.ts";

test("gramsOf: the runs of three, then those of four, with the ends of the word", () => {
  // " at ": " at", "at " and " at "
  expect(gramsOf("at")).toMatchObject({ trigrams: 2, hashes: { length: 3 } });
  expect(gramsOf("a")).toMatchObject({ trigrams: 1, hashes: { length: 1 } });
  const [cap, caps] = [gramsOf("cap"), gramsOf("caps")];
  expect([...cap.hashes].filter((hash) => caps.hashes.includes(hash))).toHaveLength(3);
  expect([...cap.hashes, ...caps.hashes]).not.toContain(0);
});

test("countShared: counts each run of the set once, of each length", () => {
  const of = (...words: string[]) => words.map((word) => ({ grams: gramsOf(word) }));
  // shared: " ca", "cap" and " cap"
  expect(countShared(gramSet(of("cap", "cap")), of("caps", "cape"))).toEqual({ trigrams: 2, fourgrams: 1 });
  expect(countShared(gramSet(of("cap")), of("tie"))).toEqual({ trigrams: 0, fourgrams: 0 });
});
