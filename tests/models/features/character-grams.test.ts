import { expect, test } from "vitest";
import { gramsOf } from "../../../models/features/character-grams.ts";

test("gramsOf: the runs of three, then those of four, with the ends of the word", () => {
  // " at ": " at", "at " and " at "
  expect(gramsOf("at")).toMatchObject({ trigrams: 2, hashes: { length: 3 } });
  expect(gramsOf("a")).toMatchObject({ trigrams: 1, hashes: { length: 1 } });
  const [cap, caps] = [gramsOf("cap"), gramsOf("caps")];
  expect([...cap.hashes].filter((hash) => caps.hashes.includes(hash))).toHaveLength(3);
  expect([...cap.hashes, ...caps.hashes]).not.toContain(0);
});
