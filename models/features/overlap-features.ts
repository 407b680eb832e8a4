import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Words and stems that both have. */
export function overlapFeatures(pair: MatchedPair): GroupValues<"overlap"> {
  const { query, title, asked, shared, sharedIdf } = pair;
  let [sharedWords, repeats] = [0, 0];
  for (let i = 0; i < query.words.length; i++) if (title.words.includes(query.words[i]!)) sharedWords++;
  for (let i = 0; i < asked.length; i++) if (asked[i]! >= 0) repeats++;
  return {
    shared_words: sharedWords,
    word_overlap: share(sharedWords, query.words.length),
    title_word_overlap: share(sharedWords, title.distinctWords),
    shared_stems: shared,
    missing_stems: query.stems.length - shared,
    stem_overlap: share(shared, query.stems.length),
    title_overlap: share(shared, title.stems.length),
    jaccard: share(shared, query.stems.length + title.stems.length - shared),
    all_stems: Number(shared > 0 && shared === query.stems.length),
    stem_repeats: repeats,
    idf_overlap: share(sharedIdf, query.idfSum),
    title_idf_overlap: share(sharedIdf, title.idfSum),
  };
}
