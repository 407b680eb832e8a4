import { embeddable } from "../../models/embedding/embedder.ts";
import type { PairTexts } from "../../models/model.ts";

/** Pairs whose words are their own stems. */
export function pairTexts(pairs: readonly (readonly [query: string, title: string])[]): PairTexts {
  const texts = pairs.flat().map((text) => embeddable(text, { words: text.split(" "), stems: text.split(" ") }));
  return {
    texts,
    query: Uint32Array.from(pairs, (_, row) => 2 * row),
    title: Uint32Array.from(pairs, (_, row) => 2 * row + 1),
  };
}
