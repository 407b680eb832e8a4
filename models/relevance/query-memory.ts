import type { PairTexts } from "../model.ts";
import { WeakCache } from "../weak-cache.ts";
import { solveSymmetric } from "./conjugate-gradients.ts";
import { createQueryIndex, type SimilarityBounds, type SimilarQuery } from "./similar-queries.ts";
import { learnTerms, type SparseVector, type TermSpace, termVector } from "./term-space.ts";

/** What is expected of the errors that a model makes on the products of one query. */
export interface MemoryConfig extends SimilarityBounds {
  /** Variance that all products of a query share, over the variance of noise. */
  readonly shared: number;
  /** Variance that is alike for titles that are alike, over the variance of noise. */
  readonly byTitle: number;
}

/** What the training rows of one query say: an error that its products share, and one for each term of a title. */
export interface QueryTrace {
  readonly stems: readonly string[];
  readonly shared: number;
  readonly byTitle: SparseVector;
}

/** What was learned of single queries, beyond what features say. Immutable. */
export interface QueryMemory {
  readonly bounds: SimilarityBounds;
  readonly queryTerms: TermSpace;
  readonly titleTerms: TermSpace;
  readonly traces: readonly QueryTrace[];
}

/**
 * Learns the errors that a model makes query by query: kernel ridge regression (Saunders, Gammerman and Vovk 1998) in which two rows are
 * alike by cosine(queries)² × (shared + byTitle × cosine(titles)), over stems weighted by idf. `errors` holds grade - prediction of each row, the
 * prediction from a model that has not learned from the row. As the kernel is linear in the titles, a query comes down to one number and one sparse vector.
 */
export function fitQueryMemory(texts: PairTexts, errors: Float64Array, config: MemoryConfig): QueryMemory {
  const stemsOf = (place: number) => texts.texts[place]!.stems;
  const { queries, queryOfRow } = distinctQueries(texts);
  const queryTerms = learnTerms(queries);
  const titleTerms = learnTerms(Array.from(new Set(texts.title), stemsOf));
  const titleVectors = new Map(
    Array.from(new Set(texts.title), (place) => [place, termVector(titleTerms, stemsOf(place))]),
  );
  const rows: MemoryRows = {
    queryOfRow,
    titles: Array.from(texts.title, (place) => titleVectors.get(place)!),
    similar: similarities(queries, queryTerms, config),
    terms: titleTerms.places.size,
  };
  const covariance = (weights: Float64Array) => {
    const image = spread(gather(rows, weights, config), rows);
    return image.map((value, row) => value + weights[row]!);
  };
  const weights = solveSymmetric(covariance, errors, { tolerance: 1e-3, steps: 100 });
  const traces = gather(rows, weights, config).map((trace, query) => ({ stems: queries[query]!, ...trace }));
  return { bounds: config, queryTerms, titleTerms, traces };
}

/**
 * Gives what a memory adds to the score of each row: 0 where the query is like none that it learned from. What it makes of a title is made and kept for the
 * first query that it knows, and for one without words, with which titles are prepared.
 */
export function recaller({ bounds, queryTerms, titleTerms, traces }: QueryMemory): (texts: PairTexts) => Float64Array {
  const vectors = traces.map(({ stems }) => termVector(queryTerms, stems));
  const nearest = createQueryIndex(vectors, queryTerms.places.size, bounds);
  const sum = createTraceSum(traces, titleTerms.places.size);
  // an analysed text is known by its stems, which whoever analysed it keeps
  const titles = new WeakCache<readonly string[], SparseVector>();
  const read = (stems: readonly string[]) => termVector(titleTerms, stems);
  return ({ texts, query, title }) => {
    const added = new Float64Array(query.length);
    let readsTitles = false;
    for (let row = 0; row < added.length; row++) {
      if (row === 0 || query[row] !== query[row - 1]) {
        const { stems } = texts[query[row]!]!;
        sum.collect(nearest(termVector(queryTerms, stems)));
        readsTitles = stems.length === 0 || !sum.isEmpty();
      }
      if (readsTitles) added[row] = sum.of(titles.getOrMake(texts[title[row]!]!.stems, read));
    }
    return added;
  };
}

/** Rows as the kernel sees them. */
interface MemoryRows {
  readonly queryOfRow: Int32Array;
  readonly titles: readonly SparseVector[];
  /** For each query those like it, itself among them; the same both ways. */
  readonly similar: readonly (readonly SimilarQuery[])[];
  /** How many terms titles have. */
  readonly terms: number;
}

type Trace = Pick<QueryTrace, "shared" | "byTitle">;

/** Queries with the same stems in the same order are one. */
function distinctQueries({ texts, query }: PairTexts) {
  const numbers = new Map<string, number>();
  const queries: (readonly string[])[] = [];
  const queryOfRow = Int32Array.from(query, (place) => {
    const { stems } = texts[place]!;
    const key = stems.join(" ");
    const number = numbers.get(key) ?? queries.length;
    if (number === queries.length) queries.push(stems);
    numbers.set(key, number);
    return number;
  });
  return { queries, queryOfRow };
}

function similarities(queries: readonly (readonly string[])[], terms: TermSpace, bounds: SimilarityBounds) {
  const vectors = queries.map((stems) => termVector(terms, stems));
  const nearest = createQueryIndex(vectors, terms.places.size, bounds);
  const similar = vectors.map(() => new Map<number, number>());
  for (const [query, vector] of vectors.entries()) {
    // many others may be as like it as it is itself
    if (vector.places.length > 0) similar[query]!.set(query, 1);
    for (const { query: other, cosine } of nearest(vector)) {
      similar[query]!.set(other, cosine);
      similar[other]!.set(query, cosine);
    }
  }
  return similar.map((others) => Array.from(others, ([query, cosine]) => ({ query, cosine })));
}

/** For each query the weights of its rows together, and over the terms of their titles, times the variances. */
function gather(
  { queryOfRow, titles, similar, terms }: MemoryRows,
  weights: Float64Array,
  config: MemoryConfig,
): Trace[] {
  const rowsOfQuery = similar.map((): number[] => []);
  for (const [row, query] of queryOfRow.entries()) rowsOfQuery[query]!.push(row);
  const dense = new Float64Array(terms);
  return rowsOfQuery.map((rows) => {
    const touched = new Set<number>();
    let shared = 0;
    for (const row of rows) {
      shared += weights[row]!;
      const { places, values } = titles[row]!;
      for (let i = 0; i < places.length; i++) {
        dense[places[i]!]! += weights[row]! * values[i]!;
        touched.add(places[i]!);
      }
    }
    const places = Int32Array.from(touched).sort();
    const values = Float32Array.from(places, (place) => dense[place]! * config.byTitle);
    for (const place of places) dense[place] = 0;
    return { shared: Math.fround(shared * config.shared), byTitle: { places, values } };
  });
}

/** What the traces of the queries like its own say of each row. */
function spread(traces: readonly Trace[], { queryOfRow, titles, similar, terms }: MemoryRows): Float64Array {
  const sum = createTraceSum(traces, terms);
  const values = new Float64Array(queryOfRow.length);
  const order = Int32Array.from(queryOfRow.keys()).sort((a, b) => queryOfRow[a]! - queryOfRow[b]! || a - b);
  let collected = -1;
  for (const row of order) {
    const query = queryOfRow[row]!;
    if (query !== collected) sum.collect(similar[query]!);
    collected = query;
    values[row] = sum.of(titles[row]!);
  }
  return values;
}

/** Adds up traces, each by the squared cosine of its query, and asks the sum about titles. */
function createTraceSum(traces: readonly Trace[], terms: number) {
  const byTitle = new Float64Array(terms);
  let touched: Int32Array[] = [];
  let shared = 0;
  return {
    isEmpty: () => touched.length === 0,
    collect(similar: readonly SimilarQuery[]): void {
      for (const places of touched) for (const place of places) byTitle[place] = 0;
      shared = 0;
      touched = similar.map(({ query, cosine }) => {
        const trace = traces[query]!;
        const weight = cosine ** 2;
        shared += weight * trace.shared;
        const { places, values } = trace.byTitle;
        for (let i = 0; i < places.length; i++) byTitle[places[i]!]! += weight * values[i]!;
        return places;
      });
    },
    of({ places, values }: SparseVector): number {
      let sum = shared;
      for (let i = 0; i < places.length; i++) sum += byTitle[places[i]!]! * values[i]!;
      return sum;
    },
  };
}
