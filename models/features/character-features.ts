import { commonFours, commonThrees } from "../text/character-runs.ts";
import { columnsOf, share } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";

const at = columnsOf("characters");

/** Runs of letters that both have. */
export function writeCharacters({ query, title }: MatchedPair, row: Float32Array): void {
  const threes = query.runs.threes;
  const fours = query.runs.hashes.length - threes;
  const sharedThrees = commonThrees(query.runs, title.runs);
  const sharedFours = commonFours(query.runs, title.runs);
  row[at.trigram_coverage] = share(sharedThrees, threes);
  row[at.fourgram_coverage] = share(sharedFours, fours);
  row[at.trigram_cosine] = share(sharedThrees, Math.sqrt(threes * title.trigrams));
  row[at.fourgram_cosine] = share(sharedFours, Math.sqrt(fours * title.fourgrams));
  row[at.query_in_title] = Number(query.words.length > 0 && title.text.includes(query.paddedText));
  row[at.joined_query_in_title] = Number(query.words.length > 0 && title.joinedText.includes(query.joinedText));
}
