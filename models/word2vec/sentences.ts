import type { PairTexts } from "../model.ts";

/** Sentences as words, each in the order it was written. */
export type Sentences = Iterable<readonly string[]>;

/** A word with how often it occurs. */
export type WordCount = readonly [word: string, count: number];

/** Sentences as numbers of known words, one after the other; unknown words are left out. */
export interface Corpus {
  readonly words: Int32Array;
  /** Sentence i reaches from `starts[i]` to before `starts[i + 1]`. */
  readonly starts: Int32Array;
}

/** The texts that some rows use, each text once, in the order the texts are listed. */
export function sentencesOf({ texts, query, title }: PairTexts): readonly (readonly string[])[] {
  const isUsed = new Uint8Array(texts.length);
  for (const place of query) isUsed[place] = 1;
  for (const place of title) isUsed[place] = 1;
  return texts.filter((_, place) => isUsed[place] === 1).map(({ words }) => words);
}

/** The words that occur at least so often, most frequent first, equally frequent ones by code. */
export function countWords(sentences: Sentences, minCount: number): readonly WordCount[] {
  const counts = new Map<string, number>();
  for (const words of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= minCount).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

/** Sentences as numbers of words, which are places in `words`. */
export function numberWords(sentences: Sentences, words: readonly WordCount[]): Corpus {
  const places = new Map(words.map(([word], place) => [word, place]));
  const numbers: number[] = [];
  const starts = [0];
  for (const sentence of sentences) {
    for (const word of sentence) {
      const place = places.get(word);
      if (place !== undefined) numbers.push(place);
    }
    starts.push(numbers.length);
  }
  return { words: Int32Array.from(numbers), starts: Int32Array.from(starts) };
}
