import type { EmbeddableText } from "../embedding/embedder.ts";
import { mixBits } from "../hash.ts";
import { type CharacterRuns, characterRuns } from "../text/character-runs.ts";
import type { SparseRow } from "./sparse-matrix.ts";

/** The columns that runs of characters are hashed to; a power of two. */
export const characterColumns = 2 ** 16;

/** The runs of a query, and for each the column that it adds to where the title has it, and where not. */
export interface AskedCharacters extends CharacterRuns {
  readonly matched: Uint32Array;
  readonly missing: Uint32Array;
}

/** What a column stands for, so that equal runs in different places have different columns. */
const sorts = { asked: 1, shown: 2, matched: 3, missing: 4, share: 5, inTwentieths: 6, missed: 7, length: 8 } as const;

/** Weights of what all pairs share are held down less than those of single runs. */
const [runValue, shareValue, countValue] = [0.5, 3, 2];
const mostMissed = 20;
const longest = 40;

/** Reads a query for its pairs. */
export function readAsked({ words }: EmbeddableText): AskedCharacters {
  const { hashes, threes } = characterRuns(words);
  const matched = hashes.map((run) => columnOf(sorts.matched, run));
  const missing = hashes.map((run) => columnOf(sorts.missing, run));
  return { hashes, threes, matched, missing };
}

/** Adds which runs of three a query has. */
export function addAsked({ hashes, threes }: CharacterRuns, row: SparseRow): void {
  for (let i = 0; i < threes; i++) row.add(columnOf(sorts.asked, hashes[i]!), runValue);
}

/** Adds which runs of three a title has. */
export function addShown({ hashes, threes }: CharacterRuns, row: SparseRow): void {
  for (let i = 0; i < threes; i++) row.add(columnOf(sorts.shown, hashes[i]!), runValue);
}

/** Adds which of the asked runs the title has, and which share of them. */
export function addMatched(query: AskedCharacters, title: CharacterRuns, row: SparseRow): void {
  const asked = query.hashes.length;
  const matched =
    addMatches(query, 0, query.threes, title.hashes, 0, title.threes, row) +
    addMatches(query, query.threes, asked, title.hashes, title.threes, title.hashes.length, row);
  const share = asked > 0 ? matched / asked : 0;
  row.add(columnOf(sorts.share, 0), shareValue * share);
  row.add(columnOf(sorts.inTwentieths, Math.round(20 * share)), countValue);
  row.add(columnOf(sorts.missed, Math.min(mostMissed, asked - matched)), countValue);
  row.add(columnOf(sorts.length, Math.min(longest, asked)), runValue);
}

/** Adds for each run of a part of the query whether the part of the title has it; gives how many it has. */
function addMatches(
  { hashes, matched, missing }: AskedCharacters,
  begin: number,
  end: number,
  title: Uint32Array,
  from: number,
  until: number,
  row: SparseRow,
): number {
  let [at, count] = [from, 0];
  for (let i = begin; i < end; i++) {
    const run = hashes[i]!;
    while (at < until && title[at]! < run) at++;
    const isMatched = at < until && title[at] === run;
    if (isMatched) count++;
    row.add(isMatched ? matched[i]! : missing[i]!, runValue);
  }
  return count;
}

function columnOf(sort: number, run: number): number {
  return mixBits(Math.imul(run, 0x9e3779b1) + sort) & (characterColumns - 1);
}
