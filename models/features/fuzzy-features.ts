import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";
import { wordSimilarity } from "./word-similarity.ts";

/** From here on a word counts as the same one written otherwise. */
const alike = 0.75;
/** Shorter words stand inside others by chance. */
const shortestContained = 4;

/** Words that are nearly the same. */
export function fuzzyFeatures(pair: MatchedPair): GroupValues<"fuzzy"> {
  const { query, nearness } = pair;
  let [sum, least, weighted, isAlike] = [0, 1, 0, 0];
  for (let i = 0; i < nearness.length; i++) {
    const near = nearness[i]!;
    sum += near;
    weighted += near * query.stems[i]!.idf;
    if (near < least) least = near;
    if (near >= alike) isAlike++;
  }
  const contained = containedStems(pair);
  return {
    fuzzy_mean: share(sum, nearness.length),
    fuzzy_min: nearness.length === 0 ? 0 : least,
    fuzzy_idf: share(weighted, query.idfSum),
    fuzzy_rarest: nearness[query.rarest] ?? 0,
    fuzzy_last: nearness[query.last] ?? 0,
    fuzzy_heads: headSimilarity(pair),
    fuzzy_overlap: share(isAlike, nearness.length),
    contained_overlap: share(contained.count, nearness.length),
    contained_idf: share(contained.idf, query.idfSum),
  };
}

function headSimilarity({ query, title }: MatchedPair): number {
  const asked = query.stemWords[query.head];
  if (asked === undefined || title.head === undefined) return 0;
  return asked.stem === title.head.stem ? 1 : wordSimilarity(asked, title.head, 0);
}

/** Stems whose word stands anywhere in the title's letters, as `light` does in `floodlight`. */
function containedStems({ query, title, places, shared, sharedIdf }: MatchedPair): { count: number; idf: number } {
  let [count, idf] = [shared, sharedIdf];
  for (let i = 0; i < places.length; i++) {
    const word = query.stemWords[i]!.text;
    if (places[i]! >= 0 || word.length < shortestContained || !title.joinedText.includes(word)) continue;
    count++;
    idf += query.stems[i]!.idf;
  }
  return { count, idf };
}
