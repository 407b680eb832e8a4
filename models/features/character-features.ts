import { commonRuns } from "../text/character-runs.ts";
import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Runs of letters that both have. */
export function characterFeatures({ query, title }: MatchedPair): GroupValues<"characters"> {
  const shared = commonRuns(query.runs, title.runs);
  const asked = { threes: query.runs.threes, fours: query.runs.hashes.length - query.runs.threes };
  return {
    trigram_coverage: share(shared.threes, asked.threes),
    fourgram_coverage: share(shared.fours, asked.fours),
    trigram_cosine: share(shared.threes, Math.sqrt(asked.threes * title.trigrams)),
    fourgram_cosine: share(shared.fours, Math.sqrt(asked.fours * title.fourgrams)),
    query_in_title: Number(query.words.length > 0 && title.text.includes(query.paddedText)),
    joined_query_in_title: Number(query.words.length > 0 && title.joinedText.includes(query.joinedText)),
  };
}
