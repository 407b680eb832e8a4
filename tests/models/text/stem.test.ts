import { expect, test } from "vitest";
import { stem } from "../../../models/text/stem.ts";
import { stopWords } from "../../../models/text/stop-words.ts";

test.each([
  ["faucets", "faucet"],
  ["galvanized", "galvan"],
  ["relational", "relat"],
  ["lighting", "light"],
  ["batteries", "batteri"],
  ["battery", "batteri"],
  ["0.5in", "0.5in"],
  ["2x4", "2x4"],
  ["дрели", "дрели"],
  ["the", ""],
  ["x", ""],
])("stem: %s is %j", (word, expected) => {
  expect(stem(word)).toBe(expected);
});

test("stem: only stop words have none, however long the word", () => {
  for (const word of stopWords) expect(stem(word)).toBe("");
  expect(stem("s".repeat(1_000_000))).toHaveLength(1_000_000);
});
