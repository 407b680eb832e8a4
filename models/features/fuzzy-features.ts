import { columnsOf, share } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";
import { wordSimilarity } from "./word-similarity.ts";

/** From here on a word counts as the same one written otherwise. */
const alike = 0.75;
/** Shorter words stand inside others by chance. */
const shortestContained = 4;

const at = columnsOf("fuzzy");

/** Words that are nearly the same. */
export function writeFuzzy(pair: MatchedPair, row: Float32Array): void {
  const { query, nearness } = pair;
  let [sum, least, weighted, isAlike] = [0, 1, 0, 0];
  for (let i = 0; i < nearness.length; i++) {
    const near = nearness[i]!;
    sum += near;
    weighted += near * query.stems[i]!.idf;
    if (near < least) least = near;
    if (near >= alike) isAlike++;
  }
  row[at.fuzzy_mean] = share(sum, nearness.length);
  row[at.fuzzy_min] = nearness.length === 0 ? 0 : least;
  row[at.fuzzy_idf] = share(weighted, query.idfSum);
  row[at.fuzzy_rarest] = nearness[query.rarest] ?? 0;
  row[at.fuzzy_last] = nearness[query.last] ?? 0;
  row[at.fuzzy_heads] = headSimilarity(pair);
  row[at.fuzzy_overlap] = share(isAlike, nearness.length);
  writeContained(pair, row);
}

function headSimilarity({ query, title }: MatchedPair): number {
  const asked = query.stemWords[query.head];
  if (asked === undefined || title.head === undefined) return 0;
  return asked.stem === title.head.stem ? 1 : wordSimilarity(asked, title.head, 0);
}

/** Stems whose word stands anywhere in the title's letters, as `light` does in `floodlight`. */
function writeContained({ query, title, places, shared, sharedIdf }: MatchedPair, row: Float32Array): void {
  let [count, idf] = [shared, sharedIdf];
  for (let i = 0; i < places.length; i++) {
    const word = query.stemWords[i]!.text;
    if (places[i]! >= 0 || word.length < shortestContained || !title.joinedText.includes(word)) continue;
    count++;
    idf += query.stems[i]!.idf;
  }
  row[at.contained_overlap] = share(count, places.length);
  row[at.contained_idf] = share(idf, query.idfSum);
}
