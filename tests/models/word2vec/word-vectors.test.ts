import { expect, test } from "vitest";
import { neighboursIn, startVectors, unitVectors, type WordVectors } from "../../../models/word2vec/word-vectors.ts";

const model: WordVectors = {
  words: [
    ["oak", 9],
    ["maple", 5],
    ["tap", 3],
    ["never", 2],
  ],
  sentences: 9,
  dimensions: 2,
  vectors: Float32Array.of(3, 4, 8, 6, -4, 3, 0, 0),
};

test("word vectors: neighbours by cosine, without the word itself", () => {
  const neighbours = neighboursIn(model);
  // (3, 4)·(8, 6) = 48 of 5 × 10, (3, 4)·(-4, 3) = 0
  expect(neighbours("oak", 2)).toEqual([
    { word: "maple", similarity: expect.closeTo(0.96, 6) },
    { word: "never", similarity: 0 },
  ]);
  expect(neighbours("oak", 9)!.map(({ word }) => word)).toEqual(["maple", "never", "tap"]);
  expect(neighbours("oaks", 2)).toBeUndefined();
});

test("word vectors: of length 1, zeros stay zeros", () => {
  const units = [0.6, 0.8, 0.8, 0.6, -0.8, 0.6, 0, 0].map((value) => expect.closeTo(value, 6));
  expect([...unitVectors(model)]).toEqual(units);
});

test("word vectors: those that a word net starts with, zeros for words that are not known", () => {
  expect([...startVectors(model, ["maple", "elm", "oak"])]).toEqual([8, 6, 0, 0, 3, 4]);
});
