import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";

test("embeddable: keeps the text as it came, its words and stems, and nothing else", () => {
  const analysed = { words: ["oak", "shelves"], stems: ["oak", "shelv"], rewrites: [] };
  expect(embeddable("Oak  Shelves!", analysed)).toEqual({
    raw: "Oak  Shelves!",
    words: ["oak", "shelves"],
    stems: ["oak", "shelv"],
  });
});
