import { stopWords } from "./stop-words.ts";

/** What follows these describes the product no further: `ceiling fan with remote`. */
const endOfCore = new Set(["with", "w", "for", "in", "from", "to", "without"]);
const digit = /\d/;

/** How many words the core of a title or query has: those before the first `with`, `for` or `in`, and all when it has none or starts with it. */
export function coreLength(words: readonly string[]): number {
  for (let place = 1; place < words.length; place++) if (endOfCore.has(words[place]!)) return place;
  return words.length;
}

/** The place of the word that most likely says what a product is: the last of the core that is no stop word and has no digit; -1 when there is none. */
export function headPlace(words: readonly string[], core: number = coreLength(words)): number {
  for (let place = core - 1; place >= 0; place--) {
    const word = words[place]!;
    if (!stopWords.has(word) && !digit.test(word)) return place;
  }
  return -1;
}
