import { type FeatureName, featureNames } from "../../schemas/feature-sets.ts";
import type { AnalysedText } from "../../schemas/generated/events.ts";
import { cosine } from "../embedding/similarity.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { type PreparedPair, preparePair, prepareQuery, type TextPair } from "./prepared-pair.ts";
import { hasConflict } from "./quantities.ts";

/**
 * The features of each pair, row by row in the order of `featureNames`, as `schemas/feature-sets.ts` describes them. A share of
 * nothing is 0, and what is there twice counts once. Pairs in a row with the very same query object share its preparation.
 */
export function lexicalFeatures(pairs: readonly TextPair[], vocabulary: Vocabulary): Float32Array {
  const values = new Float32Array(pairs.length * featureNames.length);
  let asked: AnalysedText | undefined;
  let query = prepareQuery(noText, vocabulary);
  let next = 0;
  for (const pair of pairs) {
    if (pair.query !== asked) {
      asked = pair.query;
      query = prepareQuery(asked, vocabulary);
    }
    const prepared = preparePair(query, pair);
    for (const name of featureNames) values[next++] = featureValues[name](prepared);
  }
  return values;
}

const noText: AnalysedText = { words: [], stems: [], rewrites: [] };

const featureValues: { readonly [name in FeatureName]: (pair: PreparedPair) => number } = {
  query_words: ({ query }) => query.wordCount,
  title_words: ({ title }) => title.wordCount,
  query_characters: ({ query }) => query.characters,
  word_overlap: ({ query, title }) => shareIn(title.words, query.words),
  stem_overlap: ({ query, sharedStems }) => share(sharedStems, query.stems.size),
  idf_overlap: idfOverlap,
  title_overlap: ({ title, sharedStems }) => share(sharedStems, title.distinctStems.size),
  jaccard: ({ query, title, sharedStems }) =>
    share(sharedStems, query.stems.size + title.distinctStems.size - sharedStems),
  all_stems: ({ query, sharedStems }) => Number(sharedStems > 0 && sharedStems === query.stems.size),
  last_stem: ({ query, title }) => Number(query.lastStem !== undefined && title.distinctStems.has(query.lastStem)),
  first_match: firstMatch,
  bigram_overlap: ({ query, title }) => shareWithin(title.stemText, query.stemPairs),
  number_overlap: ({ query, title }) => shareIn(title.words, query.wordsWithDigit),
  number_conflict: ({ query, title }) => Number(hasConflict(query.quantities, title.quantities)),
  trigram_coverage: ({ query, title }) => shareWithin(title.wordText, query.trigrams),
  embedding_similarity: ({ queryVector, titleVector }) => cosine(queryVector, titleVector),
};

function idfOverlap({ query, title }: PreparedPair): number {
  let shared = 0;
  for (const [stem, idf] of query.idfs) if (title.distinctStems.has(stem)) shared += idf;
  return share(shared, query.idfSum);
}

function firstMatch({ query, title }: PreparedPair): number {
  const place = title.stems.findIndex((stem) => query.stems.has(stem));
  return place < 0 ? 0 : 1 - place / title.stems.length;
}

function shareIn(set: ReadonlySet<string>, asked: readonly string[]): number {
  let found = 0;
  for (const entry of asked) if (set.has(entry)) found++;
  return share(found, asked.length);
}

function shareWithin(text: string, asked: readonly string[]): number {
  let found = 0;
  for (const entry of asked) if (text.includes(entry)) found++;
  return share(found, asked.length);
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
