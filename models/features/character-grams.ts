import { mixBits } from "../hash.ts";

/** The runs of three and of four characters of a word, with a space at both of its ends. */
export interface WordGrams {
  /** Hashes other than 0: first the runs of three, then those of four; repetitions included. */
  readonly hashes: Int32Array;
  /** How many of the hashes are runs of three. */
  readonly trigrams: number;
}

/** A number for the runs of three and one for those of four. */
export interface GramCounts {
  readonly trigrams: number;
  readonly fourgrams: number;
}

/** The runs of some words, each once, for others to be compared with. */
export interface GramSet extends GramCounts {
  /** Hashes in open addressing, 0 where a slot is free. */
  readonly slots: Int32Array;
  /** The comparison in which each slot was met last. */
  readonly met: Int32Array;
  comparisons: number;
}

/** The runs of a word. */
export function gramsOf(word: string): WordGrams {
  const trigrams = word.length;
  const hashes = new Int32Array(Math.max(0, 2 * word.length - 1));
  const marked = ` ${word} `;
  for (let start = 0; start < trigrams; start++) hashes[start] = hashRun(marked, start, 3);
  for (let start = 0; start < trigrams - 1; start++) hashes[trigrams + start] = hashRun(marked, start, 4);
  return { hashes, trigrams };
}

function hashRun(text: string, start: number, size: number): number {
  let hash = size;
  for (let i = start; i < start + size; i++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(i);
  return mixBits(hash) || 1;
}

/** The set of the runs of some words. */
export function gramSet(words: readonly { readonly grams: WordGrams }[]): GramSet {
  const count = words.reduce((sum, { grams }) => sum + grams.hashes.length, 0);
  const slots = new Int32Array(4 << (32 - Math.clz32(count)));
  let [trigrams, fourgrams] = [0, 0];
  for (const { grams } of words) {
    grams.hashes.forEach((hash, i) => {
      const slot = slotOf(hash, slots);
      if (slots[slot] !== 0) return;
      slots[slot] = hash;
      if (i < grams.trigrams) trigrams++;
      else fourgrams++;
    });
  }
  return { trigrams, fourgrams, slots, met: new Int32Array(slots.length), comparisons: 0 };
}

/** How many runs of the set some words have, each counted once. */
export function countShared(set: GramSet, words: readonly { readonly grams: WordGrams }[]): GramCounts {
  const { slots, met } = set;
  const comparison = ++set.comparisons;
  let [trigrams, fourgrams] = [0, 0];
  for (let word = 0; word < words.length; word++) {
    const { grams } = words[word]!;
    const { hashes } = grams;
    for (let i = 0; i < hashes.length; i++) {
      const slot = slotOf(hashes[i]!, slots);
      if (slots[slot] === 0 || met[slot] === comparison) continue;
      met[slot] = comparison;
      if (i < grams.trigrams) trigrams++;
      else fourgrams++;
    }
  }
  return { trigrams, fourgrams };
}

/** Where a hash is, or would be put. */
function slotOf(hash: number, slots: Int32Array): number {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & mask;
  return slot;
}
