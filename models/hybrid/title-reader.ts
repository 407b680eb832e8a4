import { embeddable } from "../embedding/embedder.ts";
import { hashText, mixBits } from "../hash.ts";
import type { TextTokens } from "../siamese/text-tokens.ts";
import { learnWordTokens, loadWordTokens } from "../siamese/word-tokens.ts";
import { readWords } from "../text/read-words.ts";
import { gramsOf } from "./character-grams.ts";
import type { HybridConfig } from "./hybrid-config.ts";

/** A title as the net reads it. */
export interface ReadTitle {
  /** Ids of its words, in order; one that stands for nothing where there is none to read. */
  readonly words: readonly number[];
  /** Ids of its words, pairs of words and runs of characters, each once, below `gramRows`. */
  readonly grams: Int32Array;
  /** Whether there is anything to read. */
  readonly isReadable: boolean;
}

/** How titles become numbers. */
export interface TitleReader {
  /** How many ids words have. */
  readonly rows: number;
  read(title: string): ReadTitle;
  /** Its words as bytes, for the artifact. */
  save(): Uint8Array;
}

type ReaderConfig = Pick<HybridConfig, "minTitles" | "buckets" | "longest" | "gramRows">;

/** Learns the words of titles. */
export function learnTitleReader(titles: readonly string[], config: ReaderConfig): TitleReader {
  const texts = titles.map((title) => textOf(wordsOf(title)));
  return titleReader(learnWordTokens(texts, config.minTitles, tokenOptions(config)), config);
}

/** The reader that was saved. Throws anything when the bytes are none. */
export function loadTitleReader(bytes: Uint8Array, config: ReaderConfig): TitleReader {
  return titleReader(loadWordTokens(bytes, tokenOptions(config)), config);
}

function tokenOptions({ buckets }: ReaderConfig) {
  return { form: "words", buckets } as const;
}

function titleReader(tokens: TextTokens, { longest, gramRows }: ReaderConfig): TitleReader {
  return {
    rows: tokens.rows,
    read(title) {
      const words = wordsOf(title);
      if (words.length === 0) return nothing;
      return { words: tokens.of(textOf(words), longest), grams: gramIds(words, gramRows), isReadable: true };
    },
    save: () => tokens.save(),
  };
}

const nothing: ReadTitle = { words: [0], grams: Int32Array.of(0), isReadable: false };

function wordsOf(title: string): readonly string[] {
  return readWords(title).words;
}

function textOf(words: readonly string[]) {
  return embeddable("", { words: [...words], stems: [] });
}

/** Row 0 stands for nothing. Pairs are told from words by the space within. */
function gramIds(words: readonly string[], rows: number): Int32Array {
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  const hashes = [...words, ...pairs].map((text) => mixBits(hashText(text)));
  for (const word of words) hashes.push(...gramsOf(word));
  return Int32Array.from(new Set(hashes.map((hash) => 1 + ((hash >>> 0) % (rows - 1)))));
}
