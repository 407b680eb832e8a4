import type { EmbeddableText } from "../embedding/embedder.ts";
import { hashText, mixBits } from "../hash.ts";
import type { TextTokens } from "./text-tokens.ts";

/** What is looked up of a text: its words, or their stems (the word itself where it is a stop word). */
export type WordForm = "words" | "stems";

/** How words get their ids. */
export interface WordTokenOptions {
  readonly form: WordForm;
  /** How many ids the words share that have none of their own, so that two unknown ones are rarely taken for the same. */
  readonly buckets: number;
}

/** The words of some texts that occur in at least `minTexts` of them, each with an id of its own; the most frequent first. */
export function learnWordTokens(
  texts: readonly EmbeddableText[],
  minTexts: number,
  options: WordTokenOptions,
): TextTokens {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(wordsOf(text, options.form))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const frequent = [...counts].filter(([, count]) => count >= minTexts);
  // equal counts in the order of their letters, so that the order of the texts doesn't matter
  frequent.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return wordTokens(
    frequent.map(([word]) => word),
    options,
  );
}

/** The words that `save` wrote, one a line. */
export function loadWordTokens(bytes: Uint8Array, options: WordTokenOptions): TextTokens {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  return wordTokens(text === "" ? [] : text.split("\n"), options);
}

function wordTokens(words: readonly string[], { form, buckets }: WordTokenOptions): TextTokens {
  const firstWord = 1 + buckets;
  const ids = new Map(words.map((word, index) => [word, firstWord + index]));
  const idOf = (word: string) => ids.get(word) ?? 1 + (mixBits(hashText(word)) % buckets);
  return {
    rows: firstWord + words.length,
    words,
    of: (text, longest) => wordsOf(text, form).slice(0, longest).map(idOf),
    key: (text, longest) => wordsOf(text, form).slice(0, longest).join(" "),
    save: () => new TextEncoder().encode(words.join("\n")),
  };
}

/** What is looked up of a text, in order. */
export function wordsOf({ words, stems }: EmbeddableText, form: WordForm): readonly string[] {
  return form === "words" ? words : words.map((word, index) => stems[index] || word);
}
