import { unitVectors, type WordVectors } from "../word2vec/word-vectors.ts";

/**
 * How well the words of a title meet those of a query: for each known word of the query the cosine with the title's nearest word, on average weighted
 * by how rare the word is; missing where no word of the query is known, and no less than 0.
 */
export function createWordAlignment(
  vectors: WordVectors,
): (query: readonly string[], title: readonly string[]) => number {
  const { words, dimensions, sentences } = vectors;
  const units = unitVectors(vectors);
  const places = new Map(words.map(([word], place) => [word, place]));
  const placesOf = (text: readonly string[]) => [
    ...new Set(text.map((word) => places.get(word)).filter((place) => place !== undefined)),
  ];
  const cosine = (one: number, other: number) => {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += units[one * dimensions + i]! * units[other * dimensions + i]!;
    return sum;
  };
  return (query, title) => {
    const titlePlaces = placesOf(title);
    let [sum, total] = [0, 0];
    for (const place of placesOf(query)) {
      const weight = Math.log((1 + sentences) / (1 + Math.min(words[place]![1], sentences))) + 1;
      let best = 0;
      for (const other of titlePlaces) best = Math.max(best, other === place ? 1 : cosine(place, other));
      sum += weight * best;
      total += weight;
    }
    return total > 0 ? sum / total : Number.NaN;
  };
}
