import type { EmbeddableText } from "../embedding/embedder.ts";
import type { TextTokens } from "./text-tokens.ts";

/** What is read of a text: its analysed words, or what was typed. */
export type CharacterSource = "words" | "raw";

/** Every other character has the id after these. */
const alphabet = " abcdefghijklmnopqrstuvwxyz0123456789.,-/'\"&()+%$#:*°";

/** Characters by their place in a fixed alphabet of small letters, digits and the signs of product titles; all others share one id. */
export function characterTokens(source: CharacterSource): TextTokens {
  const ids = new Map([...alphabet].map((character, index) => [character, index + 1]));
  const unknown = ids.size + 1;
  return {
    rows: unknown + 1,
    words: [],
    of: (text, longest) =>
      Array.from(firstCharacters(textOf(text, source), longest), (character) => ids.get(character) ?? unknown),
    save: () => new TextEncoder().encode(alphabet),
  };
}

/** The characters that `save` wrote, which must be those of this program. Throws when they are not. */
export function loadCharacterTokens(bytes: Uint8Array, source: CharacterSource): TextTokens {
  const saved = new TextDecoder().decode(bytes);
  if (saved !== alphabet) throw new Error(`its alphabet is "${saved}", this program reads "${alphabet}"`);
  return characterTokens(source);
}

function textOf({ raw, words }: EmbeddableText, source: CharacterSource): string {
  return source === "words" ? words.join(" ") : raw.normalize("NFKC").toLowerCase().trim();
}

/** Code points, so that no sign is cut in half. */
function firstCharacters(text: string, longest: number): readonly string[] {
  // a character has at most two UTF-16 units
  return [...text.slice(0, 2 * longest)].slice(0, longest);
}
