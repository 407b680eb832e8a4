import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { createNearestWord } from "../../../models/relevance/nearest-word.ts";
import { unitVectors } from "../../../models/word2vec/word-vectors.ts";

/** Words of drawn vectors, and their cosines, added up number by number. */
function drawnWords(count: number, dimensions: number) {
  const random = seededRandom(dimensions);
  const words = Array.from({ length: count }, (_, i) => [`w${i}`, 1] as const);
  const vectors = Float32Array.from({ length: count * dimensions }, () => random.uniform() - 0.5);
  const model = { words, sentences: 1, dimensions, vectors };
  const units = unitVectors(model);
  const cosine = (one: number, other: number) => {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += units[one * dimensions + i]! * units[other * dimensions + i]!;
    return sum;
  };
  return { cosine, nearest: createNearestWord(model) };
}

test.each([1, 3, 4, 6, 100])("nearest word: is that by the definition, bit by bit, in %d dimensions", (dimensions) => {
  const { cosine, nearest } = drawnWords(30, dimensions);
  for (let count = 0; count < 30; count++) {
    const others = Array.from({ length: count }, (_, i) => 29 - i);
    expect(nearest(0, others)).toBe(Math.max(0, ...others.map((other) => cosine(0, other))));
  }
});

test("nearest word: is found among any number of others", () => {
  const { cosine, nearest } = drawnWords(3_000, 2);
  const others = Array.from({ length: 2_999 }, (_, i) => i + 1);
  expect(nearest(0, others)).toBe(Math.max(...others.map((other) => cosine(0, other))));
});
