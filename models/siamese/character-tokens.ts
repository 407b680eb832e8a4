import type { EmbeddableText } from "../embedding/embedder.ts";
import type { TextTokens } from "./text-tokens.ts";

/** What is read of a text: its analysed words, or what was typed. */
export type CharacterSource = "words" | "raw";

/** Every other character has the id after these. */
const alphabet = " abcdefghijklmnopqrstuvwxyz0123456789.,-/'\"&()+%$#:*°";

/** Characters by their place in a fixed alphabet of small letters, digits and the signs of product titles; all others share one id. */
export function characterTokens(source: CharacterSource): TextTokens {
  const unknown = [...alphabet].length + 1;
  const ids = new Uint8Array(0x100).fill(unknown);
  for (const [index, character] of [...alphabet].entries()) ids[character.codePointAt(0)!] = index + 1;
  return {
    rows: unknown + 1,
    words: [],
    of: (text, longest) => codePoints(textOf(text, source), longest).map((code) => ids[code] ?? unknown),
    // a character has at most two UTF-16 units
    key: (text, longest) => textOf(text, source).slice(0, 2 * longest),
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

/** The first characters of a text, whole ones: no sign is cut in half. */
function codePoints(text: string, longest: number): number[] {
  const codes: number[] = [];
  for (let place = 0; place < text.length && codes.length < longest; place++) {
    const code = text.codePointAt(place)!;
    if (code > 0xffff) place++;
    codes.push(code);
  }
  return codes;
}
