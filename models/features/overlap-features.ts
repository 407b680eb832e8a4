import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Words and stems that both have. */
export function overlapFeatures(pair: MatchedPair): GroupValues<"overlap"> {
  const { query, title, shared, sharedIdf } = pair;
  const sharedWords = query.words.reduce((sum, word) => sum + Number(title.words.includes(word)), 0);
  return {
    shared_words: sharedWords,
    word_overlap: share(sharedWords, query.words.length),
    title_word_overlap: share(sharedWords, title.distinctWords),
    shared_stems: shared,
    missing_stems: query.stems.length - shared,
    stem_overlap: share(shared, query.stems.length),
    title_overlap: share(shared, title.counts.size),
    jaccard: share(shared, query.stems.length + title.counts.size - shared),
    all_stems: Number(shared > 0 && shared === query.stems.length),
    stem_repeats: pair.asked.reduce((sum, place) => sum + Number(place >= 0), 0),
    idf_overlap: share(sharedIdf, query.idfSum),
    title_idf_overlap: share(sharedIdf, title.idfSum),
  };
}
