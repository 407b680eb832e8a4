import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Robertson and Zaragoza 2009: how fast repetitions lose weight, and how much long titles are held back. */
const k1 = 1.2;
const b = 0.75;

/** BM25, tf-idf and the weight of what is missing. */
export function rankingFeatures(pair: MatchedPair): GroupValues<"ranking"> {
  const { query, title, sharedIdf, places } = pair;
  const { bm25, product } = weighMatches(pair);
  let [missing, missingMax, missingMin, matchedMax] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < places.length; i++) {
    const { idf } = query.stems[i]!;
    if (places[i]! >= 0) {
      matchedMax = Math.max(matchedMax, idf);
    } else {
      missing += idf;
      missingMax = Math.max(missingMax, idf);
      missingMin = Math.min(missingMin, idf);
    }
  }
  return {
    bm25,
    bm25_share: share(bm25, query.idfSum),
    tfidf_cosine: share(product, query.idfNorm * title.idfNorm),
    matched_idf: sharedIdf,
    matched_idf_max: matchedMax,
    missing_idf: missing,
    missing_idf_max: missingMax,
    missing_idf_min: missing > 0 ? missingMin : Number.NaN,
    rarest_match: Number(query.rarest >= 0 && places[query.rarest]! >= 0),
    query_idf_mean: share(query.idfSum, query.stems.length),
    query_idf_max: query.stems[query.rarest]?.idf ?? 0,
    title_idf_mean: share(title.idfSum, title.stems.length),
  };
}

/** BM25, and the inner product of the tf-idf vectors. */
function weighMatches({ query, title, places, vocabulary }: MatchedPair): { bm25: number; product: number } {
  const relativeLength = vocabulary.meanTitleStems > 0 ? title.stemWords.length / vocabulary.meanTitleStems : 1;
  const held = k1 * (1 - b + b * relativeLength);
  let [bm25, product] = [0, 0];
  for (let i = 0; i < places.length; i++) {
    if (places[i]! < 0) continue;
    const stem = query.stems[i]!;
    const count = title.counts[title.stems.indexOf(stem)]!;
    bm25 += (stem.idf * count * (k1 + 1)) / (count + held);
    product += count * query.counts[i]! * stem.idf * stem.idf;
  }
  return { bm25, product };
}
