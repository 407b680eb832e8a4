import { expect, test } from "vitest";
import { readWords } from "../../../models/text/read-words.ts";

test("read words: normalises, rewrites measures, then splits, and tells in that order", () => {
  expect(readWords("House of Fara&#39;s ¾ in. x 3 in. x 8 ft. MDF")).toEqual({
    words: ["house", "of", "faras", "0.75x3", "0.75in", "3in", "8ft", "mdf"],
    rewrites: [
      { from: "&#39;", to: "'", rule: "character" },
      { from: "¾", to: "3/4", rule: "character" },
      { from: "3/4 in. x 3 in. x 8 ft.", to: "0.75x3 0.75in 3in 8ft", rule: "dimension" },
    ],
  });
});
