import { osaDistance } from "../text/osa-distance.ts";
import type { Word } from "./terms.ts";

/**
 * 1 - edits / letters of the longer word, or 0 where that is not above `floor`. Words with a digit are the same or not alike at all: `2in` is not
 * nearly `3in`. A letter that only one of them has costs an edit, so most pairs are told apart by their letters alone.
 */
export function wordSimilarity(first: Word, second: Word, floor: number): number {
  if (first === second) return 1;
  if (first.hasDigit || second.hasDigit) return 0;
  const [firstLength, secondLength] = [first.text.length, second.text.length];
  const longest = Math.max(firstLength, secondLength);
  const limit = Math.ceil(longest * (1 - floor)) - 1;
  if (limit < 1 || 2 * longest - firstLength - secondLength > limit) return 0;
  if (bits(first.letters & ~second.letters) > limit || bits(second.letters & ~first.letters) > limit) return 0;
  const edits = osaDistance(first.text, second.text, limit);
  return edits > limit ? 0 : 1 - edits / longest;
}

/** How many bits are set. */
function bits(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
