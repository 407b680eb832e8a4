import { idfOf } from "../word2vec/mean-embedder.ts";
import type { WordVectors } from "../word2vec/word-vectors.ts";
import { createNearestWord } from "./nearest-word.ts";

/** Compares texts word by word. */
export interface WordAlignment {
  /** The known words of a text, each once, by their places: to read a text once for all of its pairs. */
  read(text: readonly string[]): readonly number[];
  /**
   * How well the words of a title meet those of a query, both read before: for each word of the query the cosine with the title's nearest word, on
   * average weighted by how rare the word is; missing where no word of the query is known, and no less than 0.
   */
  align(query: readonly number[], title: readonly number[]): number;
}

/** Aligns words by their vectors. */
export function createWordAlignment(vectors: WordVectors): WordAlignment {
  const { words, sentences } = vectors;
  const places = new Map(words.map(([word], place) => [word, place]));
  const nearest = createNearestWord(vectors);
  const weights = words.map(([, count]) => idfOf(count, sentences));
  return {
    read: (text) => placesOf(text, places),
    align(query, title) {
      let sum = 0;
      let total = 0;
      for (let i = 0; i < query.length; i++) {
        const place = query[i]!;
        sum += weights[place]! * (title.includes(place) ? 1 : nearest(place, title));
        total += weights[place]!;
      }
      return total > 0 ? sum / total : Number.NaN;
    },
  };
}

/** The places of the known words, each once, in no more memory than they need. */
function placesOf(text: readonly string[], places: ReadonlyMap<string, number>): readonly number[] {
  const known: number[] = [];
  for (const word of text) {
    const place = places.get(word);
    if (place !== undefined && !known.includes(place)) known.push(place);
  }
  return known.slice();
}
