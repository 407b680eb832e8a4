import { columnsOf, share } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Robertson and Zaragoza 2009: how fast repetitions lose weight, and how much long titles are held back. */
const k1 = 1.2;
const b = 0.75;

const at = columnsOf("ranking");

/** BM25, tf-idf and the weight of what is missing. */
export function writeRanking(pair: MatchedPair, row: Float32Array): void {
  const { query, title, sharedIdf, places } = pair;
  let missing = 0;
  let missingMax = 0;
  let missingMin = Number.POSITIVE_INFINITY;
  let matchedMax = 0;
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
  writeProducts(pair, row);
  row[at.matched_idf] = sharedIdf;
  row[at.matched_idf_max] = matchedMax;
  row[at.missing_idf] = missing;
  row[at.missing_idf_max] = missingMax;
  row[at.missing_idf_min] = missing > 0 ? missingMin : Number.NaN;
  row[at.rarest_match] = Number(query.rarest >= 0 && places[query.rarest]! >= 0);
  row[at.query_idf_mean] = share(query.idfSum, query.stems.length);
  row[at.query_idf_max] = query.stems[query.rarest]?.idf ?? 0;
  row[at.title_idf_mean] = share(title.idfSum, title.stems.length);
}

/** BM25, and the cosine of the tf-idf vectors. */
function writeProducts({ query, title, places, vocabulary }: MatchedPair, row: Float32Array): void {
  const relativeLength = vocabulary.meanTitleStems > 0 ? title.stemWords.length / vocabulary.meanTitleStems : 1;
  const held = k1 * (1 - b + b * relativeLength);
  let bm25 = 0;
  let product = 0;
  for (let i = 0; i < places.length; i++) {
    if (places[i]! < 0) continue;
    const stem = query.stems[i]!;
    const count = title.counts[title.stems.indexOf(stem)]!;
    bm25 += (stem.idf * count * (k1 + 1)) / (count + held);
    product += count * query.counts[i]! * stem.idf * stem.idf;
  }
  row[at.bm25] = bm25;
  row[at.bm25_share] = share(bm25, query.idfSum);
  row[at.tfidf_cosine] = share(product, query.idfNorm * title.idfNorm);
}
