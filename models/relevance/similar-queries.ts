import type { SparseVector } from "./term-space.ts";

/** A query that is like another one. */
export interface SimilarQuery {
  readonly query: number;
  /** Above 0, at most 1 for vectors of length 1. */
  readonly cosine: number;
}

/** Which of many queries count as similar. */
export interface SimilarityBounds {
  /** At most this many, the most similar ones. */
  readonly neighbours: number;
  readonly leastCosine: number;
}

/** By so much single precision makes the cosine of a query with itself less than 1. */
const rounding = 1e-6;

/** Finds the most similar of the queries by cosine, best first, the earlier of equal ones first: an inverted index over their terms. */
export function createQueryIndex(queries: readonly SparseVector[], terms: number, bounds: SimilarityBounds) {
  const { starts, entries } = postings(queries, terms);
  const cosines = new Float32Array(queries.length);
  return (asked: SparseVector): readonly SimilarQuery[] => {
    const touched: number[] = [];
    for (const [i, term] of asked.places.entries()) {
      for (let entry = starts[term]!; entry < starts[term + 1]!; entry++) {
        const query = entries.query[entry]!;
        if (cosines[query] === 0) touched.push(query);
        cosines[query]! += entries.value[entry]! * asked.values[i]!;
      }
    }
    const similar = touched
      .map((query) => ({ query, cosine: Math.min(1, cosines[query]!) }))
      .filter(({ cosine }) => cosine >= bounds.leastCosine - rounding)
      .sort((a, b) => b.cosine - a.cosine || a.query - b.query)
      .slice(0, bounds.neighbours);
    for (const query of touched) cosines[query] = 0;
    return similar;
  };
}

/** For each term, from `starts[term]` to before the next, the queries that have it and its value there. */
function postings(queries: readonly SparseVector[], terms: number) {
  const starts = new Int32Array(terms + 1);
  for (const { places } of queries) for (const term of places) starts[term + 1]!++;
  for (let term = 0; term < terms; term++) starts[term + 1]! += starts[term]!;
  const next = starts.slice();
  const entries = { query: new Int32Array(starts[terms]!), value: new Float32Array(starts[terms]!) };
  for (const [query, { places, values }] of queries.entries()) {
    for (const [i, term] of places.entries()) {
      const entry = next[term]!++;
      entries.query[entry] = query;
      entries.value[entry] = values[i]!;
    }
  }
  return { starts, entries };
}
