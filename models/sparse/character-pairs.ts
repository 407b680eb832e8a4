import type { EmbeddableText } from "../embedding/embedder.ts";
import { hashStart, hashUnit, mixBits } from "../hash.ts";
import type { SparseRow } from "./sparse-matrix.ts";

/** The columns that runs of characters are hashed to. */
export const characterColumns = 2 ** 16;

/** The different runs of a text's words, each word with a space at both of its ends, as hashes in ascending order. */
export interface ReadCharacters {
  readonly threes: Uint32Array;
  readonly fours: Uint32Array;
}

/** What a column stands for, so that equal runs in different places have different columns. */
const sorts = { asked: 1, shown: 2, matched: 3, missing: 4, share: 5, inTwentieths: 6, missed: 7, length: 8 } as const;

/** Weights of what all pairs share are held down less than those of single runs. */
const [runValue, shareValue, countValue] = [0.5, 3, 2];
const mostMissed = 20;
const longest = 40;
const space = " ".charCodeAt(0);

/** Reads a text for its pairs. */
export function readCharacters({ words }: EmbeddableText): ReadCharacters {
  const most = words.reduce((sum, word) => sum + word.length, 0);
  const [threes, fours] = [new Uint32Array(most), new Uint32Array(most)];
  let [threeCount, fourCount] = [0, 0];
  for (const word of words) {
    let [before, middle] = [space, word.charCodeAt(0)];
    for (let i = 1; i <= word.length; i++) {
      const after = i === word.length ? space : word.charCodeAt(i);
      const hash = hashUnit(hashUnit(hashUnit(hashStart, before), middle), after);
      threes[threeCount++] = hash;
      if (i < word.length) fours[fourCount++] = hashUnit(hash, i + 1 === word.length ? space : word.charCodeAt(i + 1));
      before = middle;
      middle = after;
    }
  }
  return { threes: distinct(threes.sort()), fours: distinct(fours.subarray(0, fourCount).sort()) };
}

/** Adds which runs are asked and shown, which of the asked ones the title has, and which share of them. */
export function addCharacters(query: ReadCharacters, title: ReadCharacters, row: SparseRow): void {
  for (const run of query.threes) add(row, sorts.asked, run, runValue);
  for (const run of title.threes) add(row, sorts.shown, run, runValue);
  const matched = addMatches(query.threes, title.threes, row) + addMatches(query.fours, title.fours, row);
  const asked = query.threes.length + query.fours.length;
  const share = asked > 0 ? matched / asked : 0;
  add(row, sorts.share, 0, shareValue * share);
  add(row, sorts.inTwentieths, Math.round(20 * share), countValue);
  add(row, sorts.missed, Math.min(mostMissed, asked - matched), countValue);
  add(row, sorts.length, Math.min(longest, asked), runValue);
}

/** Adds for each run of the query whether the title has it; gives how many it has. */
function addMatches(query: Uint32Array, title: Uint32Array, row: SparseRow): number {
  let at = 0;
  let matched = 0;
  for (const run of query) {
    while (at < title.length && title[at]! < run) at++;
    const isMatched = title[at] === run;
    if (isMatched) matched++;
    add(row, isMatched ? sorts.matched : sorts.missing, run, runValue);
  }
  return matched;
}

function add(row: SparseRow, sort: number, run: number, value: number): void {
  row.add(mixBits(Math.imul(run, 0x9e3779b1) + sort) % characterColumns, value);
}

/** Sorted numbers, each once; written over what was given. */
function distinct(sorted: Uint32Array): Uint32Array {
  let count = 0;
  for (const hash of sorted) if (count === 0 || hash !== sorted[count - 1]) sorted[count++] = hash;
  return sorted.slice(0, count);
}
