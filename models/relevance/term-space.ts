import { inverseFrequency } from "../text/idf.ts";

/** The terms that vectors of texts are made of. */
export interface TermSpace {
  /** The place of each term. */
  readonly places: ReadonlyMap<string, number>;
  /** The idf weight of each term by its place. */
  readonly weights: Float32Array;
  /** The weight of a term never seen. */
  readonly unseen: number;
}

/** A vector as its places, ascending, and the numbers there; all others are 0. */
export interface SparseVector {
  readonly places: Int32Array;
  readonly values: Float32Array;
}

/** The terms of texts, each text a list of stems; a term weighs ln((1 + texts) / (1 + texts with it)) + 1. Stop words, which are empty stems, are none. */
export function learnTerms(texts: readonly (readonly string[])[]): TermSpace {
  const counts = new Map<string, number>();
  for (const stems of texts) for (const term of termsOf(stems)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weigh = (count: number) => inverseFrequency(texts.length, count);
  const terms = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    places: new Map(terms.map(([term], place) => [term, place])),
    weights: Float32Array.from(terms, ([, count]) => weigh(count)),
    unseen: weigh(0),
  };
}

/** The vector of a text, of length 1, or less when it has terms never seen: those are part of its length, and of nothing else. */
export function termVector({ places, weights, unseen }: TermSpace, stems: readonly string[]): SparseVector {
  const found = new Int32Array(stems.length);
  let count = 0;
  let square = 0;
  for (const term of termsOf(stems)) {
    const place = places.get(term);
    if (place !== undefined) found[count++] = place;
    square += (place === undefined ? unseen : weights[place]!) ** 2;
  }
  const scale = 1 / Math.sqrt(square);
  const ascending = found.slice(0, count).sort();
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = weights[ascending[i]!]! * scale;
  return { places: ascending, values };
}

function termsOf(stems: readonly string[]): ReadonlySet<string> {
  const terms = new Set(stems);
  terms.delete("");
  return terms;
}
