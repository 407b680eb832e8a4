import { expect, test } from "vitest";
import { gramsOf } from "../../../models/hybrid/character-grams.ts";

test("gramsOf: the runs of three, then those of four, with the ends of the word", () => {
  // " at ": " at", "at " and " at "
  const at = gramsOf("at");
  expect(at).toHaveLength(3);
  // each run has a number of its own, and words that begin alike begin with the same
  expect(new Set(at).size).toBe(3);
  expect(gramsOf("ate")[0]).toBe(at[0]);
  expect(gramsOf("a")).toHaveLength(1);
  const [cap, caps] = [gramsOf("cap"), gramsOf("caps")];
  expect([...cap].filter((hash) => caps.includes(hash))).toHaveLength(3);
  expect([...cap, ...caps]).not.toContain(0);
});
