import type { Vocabulary } from "../text/vocabulary.ts";
import type { PreparedQuery } from "./prepared-query.ts";
import type { PreparedTitle } from "./prepared-title.ts";
import type { Word } from "./terms.ts";
import { wordSimilarity } from "./word-similarity.ts";

/** A query and a title put together: what the groups of features have in common. */
export interface MatchedPair {
  readonly query: PreparedQuery;
  readonly title: PreparedTitle;
  readonly vocabulary: Vocabulary;
  /** The words of the product's brand, where the shop says it; else those that the title starts with. */
  readonly brand: readonly Word[];
  readonly queryVector: Float32Array;
  readonly titleVector: Float32Array;
  /** For each stem of the query its first place among the title's stems, or -1. */
  readonly places: readonly number[];
  /** For each stem of the title the place of that stem in the query, or -1. */
  readonly asked: readonly number[];
  /** How many distinct stems are in both, and their idf. */
  readonly shared: number;
  readonly sharedIdf: number;
  /** For each stem of the query the similarity of the nearest title word: 1 for the stem itself. */
  readonly nearness: readonly number[];
}

/** What `matchPair` puts together. */
export type PairToMatch = Omit<MatchedPair, "places" | "asked" | "shared" | "sharedIdf" | "nearness">;

/** Finds which stems meet. */
export function matchPair(pair: PairToMatch): MatchedPair {
  const { query, title } = pair;
  const places: number[] = [];
  const nearness: number[] = [];
  let shared = 0;
  let sharedIdf = 0;
  for (let i = 0; i < query.stems.length; i++) {
    const stem = query.stems[i]!;
    const place = title.counts.has(stem) ? title.stems.indexOf(stem) : -1;
    places.push(place);
    nearness.push(place >= 0 ? 1 : nearest(query.stemWords[i]!, title.stemWords));
    if (place < 0) continue;
    shared++;
    sharedIdf += stem.idf;
  }
  const asked = title.stems.map((stem) => (shared === 0 ? -1 : query.stems.indexOf(stem)));
  return { ...pair, places, asked, shared, sharedIdf, nearness };
}

/** Words less alike than this are as good as different. */
const leastSimilarity = 0.4;

function nearest(word: Word, others: readonly Word[]): number {
  let best = leastSimilarity;
  for (let i = 0; i < others.length; i++) {
    const similarity = wordSimilarity(word, others[i]!, best);
    if (similarity > best) best = similarity;
  }
  return best > leastSimilarity ? best : 0;
}
