import { mixBits } from "../hash.ts";

/**
 * The runs of three and of four characters of a word, with a space at both of its ends, as hashes other than 0: first the runs of three, one for each
 * character, then those of four; repetitions included.
 */
export function gramsOf(word: string): Int32Array {
  const trigrams = word.length;
  const hashes = new Int32Array(Math.max(0, 2 * word.length - 1));
  const marked = ` ${word} `;
  for (let start = 0; start < trigrams; start++) hashes[start] = hashRun(marked, start, 3);
  for (let start = 0; start < trigrams - 1; start++) hashes[trigrams + start] = hashRun(marked, start, 4);
  return hashes;
}

function hashRun(text: string, start: number, size: number): number {
  let hash = size;
  for (let i = start; i < start + size; i++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(i);
  return mixBits(hash) || 1;
}
