import { columnsOf } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";

const at = columnsOf("shape");

/** Lengths and counts. */
export function writeShape({ query, title }: MatchedPair, row: Float32Array): void {
  row[at.query_words] = query.wordCount;
  row[at.title_words] = title.words.length;
  row[at.query_characters] = query.paddedText.length - 2;
  row[at.title_characters] = title.text.length - 2;
  row[at.query_stems] = query.stems.length;
  row[at.query_numbers] = query.wordsWithDigit.length;
  row[at.title_numbers] = title.numbers;
  row[at.corrected_words] = query.corrected;
  row[at.unknown_words] = query.unknown;
}
