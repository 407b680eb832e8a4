import { idfOf } from "../word2vec/mean-embedder.ts";
import { unitVectors, type WordVectors } from "../word2vec/word-vectors.ts";

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
  const { words, dimensions, sentences } = vectors;
  const places = new Map(words.map(([word], place) => [word, place]));
  const nearest = createNearest(unitVectors(vectors), dimensions);
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

/** The cosine of a word with the nearest of others, or 0. Four are compared at a time, as each sum has to wait for itself. */
function createNearest(units: Float32Array, dimensions: number): (place: number, others: readonly number[]) => number {
  return (place, others) => {
    const start = place * dimensions;
    const lastOther = others.length - 1;
    let best = 0;
    for (let other = 0; other < others.length; other += 4) {
      // the last is compared again where there are no four
      const first = others[other]! * dimensions - start;
      const second = others[Math.min(other + 1, lastOther)]! * dimensions - start;
      const third = others[Math.min(other + 2, lastOther)]! * dimensions - start;
      const fourth = others[Math.min(other + 3, lastOther)]! * dimensions - start;
      let one = 0;
      let two = 0;
      let three = 0;
      let four = 0;
      for (let i = start; i < start + dimensions; i++) {
        const value = units[i]!;
        one += value * units[i + first]!;
        two += value * units[i + second]!;
        three += value * units[i + third]!;
        four += value * units[i + fourth]!;
      }
      best = Math.max(best, one, two, three, four);
    }
    return best;
  };
}
