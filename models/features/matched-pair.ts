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
  /** For each stem of the query its first place among the title's words with a stem, or -1. */
  readonly places: readonly number[];
  /** For each title word with a stem the place of that stem in the query, or -1. */
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
export function matchPair({ query, title, vocabulary, brand, queryVector, titleVector }: PairToMatch): MatchedPair {
  const asked = title.stemWords.map((word) => query.stems.indexOf(word.stem!));
  const places = new Array<number>(query.stems.length);
  const nearness = new Array<number>(query.stems.length);
  let [shared, sharedIdf] = [0, 0];
  for (let i = 0; i < query.stems.length; i++) {
    const place = asked.indexOf(i);
    places[i] = place;
    if (place >= 0) {
      nearness[i] = 1;
      shared++;
      sharedIdf += query.stems[i]!.idf;
    } else {
      nearness[i] = nearest(query.stemWords[i]!, title.stemWords);
    }
  }
  return { query, title, vocabulary, brand, queryVector, titleVector, places, asked, shared, sharedIdf, nearness };
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
