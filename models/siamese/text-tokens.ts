import type { EmbeddableText } from "../embedding/embedder.ts";

/** How texts become the numbers that a tower reads. */
export interface TextTokens {
  /** How many ids there are; every id is below. Id 0 is no token: what fills up a text. */
  readonly rows: number;
  /** The ids of a text, at most `longest`; none for a text in which there is nothing to read. */
  of(text: EmbeddableText, longest: number): readonly number[];
  /** What `of` reads of a text, as a string: texts with the same have the same ids. */
  key(text: EmbeddableText, longest: number): string;
  /** The words that have an id of their own: the last ids, in order. */
  readonly words: readonly string[];
  /** As bytes, for the artifact. */
  save(): Uint8Array;
}
