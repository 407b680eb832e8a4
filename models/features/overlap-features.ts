import { columnsOf, share } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";

const at = columnsOf("overlap");

/** Words and stems that both have. */
export function writeOverlap(pair: MatchedPair, row: Float32Array): void {
  const { query, title, asked, shared, sharedIdf } = pair;
  let [sharedWords, repeats] = [0, 0];
  for (let i = 0; i < query.words.length; i++) if (title.words.includes(query.words[i]!)) sharedWords++;
  for (let i = 0; i < asked.length; i++) if (asked[i]! >= 0) repeats++;
  row[at.shared_words] = sharedWords;
  row[at.word_overlap] = share(sharedWords, query.words.length);
  row[at.title_word_overlap] = share(sharedWords, title.distinctWords);
  row[at.shared_stems] = shared;
  row[at.missing_stems] = query.stems.length - shared;
  row[at.stem_overlap] = share(shared, query.stems.length);
  row[at.title_overlap] = share(shared, title.stems.length);
  row[at.jaccard] = share(shared, query.stems.length + title.stems.length - shared);
  row[at.all_stems] = Number(shared > 0 && shared === query.stems.length);
  row[at.stem_repeats] = repeats;
  row[at.idf_overlap] = share(sharedIdf, query.idfSum);
  row[at.title_idf_overlap] = share(sharedIdf, title.idfSum);
}
