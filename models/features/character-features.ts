import { countShared } from "./character-grams.ts";
import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Runs of letters that both have. */
export function characterFeatures({ query, title }: MatchedPair): GroupValues<"characters"> {
  const shared = countShared(query.grams, title.words);
  return {
    trigram_coverage: share(shared.trigrams, query.grams.trigrams),
    fourgram_coverage: share(shared.fourgrams, query.grams.fourgrams),
    trigram_cosine: share(shared.trigrams, Math.sqrt(query.grams.trigrams * title.trigrams)),
    fourgram_cosine: share(shared.fourgrams, Math.sqrt(query.grams.fourgrams * title.fourgrams)),
    query_in_title: Number(query.words.length > 0 && title.text.includes(query.paddedText)),
    joined_query_in_title: Number(query.words.length > 0 && title.joinedText.includes(query.joinedText)),
  };
}
