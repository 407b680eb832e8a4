import { expect, test } from "vitest";
import { countWords, numberWords, sentencesOf } from "../../../models/word2vec/sentences.ts";

const text = (words: string) => ({ raw: words, words: words.split(" "), stems: [] });

test("sentences: each text that a row uses once, and no others", () => {
  const texts = ["red faucet", "brass faucet", "of the test part", "oak door"].map(text);
  const rows = { texts, query: Uint32Array.of(3, 0, 0), title: Uint32Array.of(1, 1, 3) };
  expect(sentencesOf(rows)).toEqual([
    ["red", "faucet"],
    ["brass", "faucet"],
    ["oak", "door"],
  ]);
});

test("sentences: words by frequency, rare ones left out of the numbers too", () => {
  const sentences = [["b", "a", "c"], [], ["a", "b", "a", "d"]];
  const words = countWords(sentences, 2);
  expect(words).toEqual([
    ["a", 3],
    ["b", 2],
  ]);
  expect(countWords(sentences, 1).map(([word]) => word)).toEqual(["a", "b", "c", "d"]);
  expect(numberWords(sentences, words)).toEqual({
    words: Int32Array.of(1, 0, 0, 1, 0),
    starts: Int32Array.of(0, 2, 2, 5),
  });
});
