import type { GroupValues } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Lengths and counts. */
export function shapeFeatures({ query, title }: MatchedPair): GroupValues<"shape"> {
  return {
    query_words: query.wordCount,
    title_words: title.words.length,
    query_characters: query.paddedText.length - 2,
    title_characters: title.text.length - 2,
    query_stems: query.stems.length,
    query_numbers: query.wordsWithDigit.length,
    title_numbers: title.numbers,
    corrected_words: query.corrected,
    unknown_words: query.unknown,
  };
}
