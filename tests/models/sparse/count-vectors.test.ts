import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import { countVectors, learnCountColumns } from "../../../models/sparse/count-vectors.ts";

const text = (raw: string) => embeddable(raw, { words: raw.toLowerCase().split(" "), stems: [] });
const texts = {
  texts: [text("Oak"), text("oak door oak"), text("Pine door"), text("never asked")],
  query: Uint32Array.of(0, 0, 2),
  title: Uint32Array.of(1, 2, 2),
};

test("learnCountColumns: what occurs in enough rows, counted once a row, queries and titles apart", () => {
  expect(learnCountColumns(texts, "words", 2)).toEqual({ query: ["oak"], title: ["door", "pine"] });
  expect(learnCountColumns(texts, "words", 1)).toEqual({
    query: ["door", "oak", "pine"],
    title: ["door", "oak", "pine"],
  });
  expect(learnCountColumns(texts, "characters", 3)).toEqual({ query: ["o"], title: [" ", "d", "o", "r"] });
});

test("countVectors: how often each column occurs; what has none is passed over", () => {
  const columns = { query: ["oak"], title: ["door", "oak"] };
  expect(countVectors(texts, "words", columns)).toEqual({
    ...{ rows: 3, columns: 3, starts: Uint32Array.of(0, 3, 5, 6) },
    ...{ places: Uint32Array.of(0, 2, 1, 0, 1, 1), values: Float32Array.of(1, 2, 1, 1, 1, 1) },
  });
});

test("countVectors: characters are whole and without case", () => {
  const odd = { texts: [text("ÄÄ💡")], query: Uint32Array.of(0), title: Uint32Array.of(0) };
  const { places, values } = countVectors(odd, "characters", { query: ["ä", "💡"], title: [] });
  expect([...places, ...values]).toEqual([0, 1, 2, 1]);
});
