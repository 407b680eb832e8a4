import { stemmer } from "stemmer";
import { BoundedCache } from "../bounded-cache.ts";
import { stopWords } from "./stop-words.ts";

const cache = new BoundedCache<string, string>(20_000);
const latin = /^[a-z]+$/;
const longestStemmed = 40;

/** The Porter stem of a word in lower case; empty for a stop word. Words with digits, of other scripts or of more than 40 letters are their own stem. */
export function stem(word: string): string {
  return word.length > longestStemmed ? word : cache.getOrMake(word, makeStem);
}

function makeStem(word: string): string {
  if (stopWords.has(word)) return "";
  return latin.test(word) ? stemmer(word) : word;
}
