import type { EmbeddableText } from "../embedding/embedder.ts";
import { hashText, mixBits } from "../hash.ts";
import type { SparseRow } from "./sparse-matrix.ts";

/** The columns that words are hashed to; a power of two. */
export const wordColumns = 2 ** 17;

/** What the vector of a pair takes of a text. */
export interface ReadWords {
  /** Hashes of its different stems, in order, without stop words; signed, as the engine keeps such numbers in no memory of their own. */
  readonly stems: readonly number[];
  /** The last stem before the first preposition, which in a title says what the product is; 0 without one. */
  readonly head: number;
}

/** What a column stands for, so that equal words in different places have different columns. */
const sorts = {
  ...{ asked: 1, matched: 2, missing: 3, firstMatched: 4, firstMissing: 5, lastMatched: 6, lastMissing: 7 },
  ...{ neighbours: 8, head: 12, headMatched: 13, headOf: 14, met: 15, counts: 16, missed: 17, isHeadMatched: 18 },
} as const;

/** Weights of what all pairs share are held down less than those of single words, and those of the many crosses more. */
const [wordValue, crossValue, countValue] = [1, 0.5, 2];

const prepositions: ReadonlySet<string> = new Set(["in", "with", "for"]);

/** Reads a text for its pairs. */
export function readWords({ words, stems }: EmbeddableText): ReadWords {
  const end = words.findIndex((word) => prepositions.has(word));
  const hashes = (part: readonly string[]) => part.filter((stem) => stem !== "").map((stem) => hashText(stem) | 0);
  const head = hashes(end < 0 ? stems : stems.slice(0, end)).at(-1) ?? 0;
  return { stems: Array.from(new Set(hashes(stems))).slice(), head };
}

/**
 * Adds which words are asked and whether the title has them, what the title is about, which words of the title meet those that are missing
 * or last in the query, and how many are missing.
 */
export function addWords(query: ReadWords, title: ReadWords, row: SparseRow): void {
  const { stems } = query;
  const matches = new Array<number>(stems.length);
  let matched = 0;
  for (let i = 0; i < stems.length; i++) {
    const stem = stems[i]!;
    matches[i] = Number(title.stems.includes(stem));
    matched += matches[i]!;
    add(row, sorts.asked, stem, wordValue);
    add(row, matches[i] ? sorts.matched : sorts.missing, stem, wordValue);
    add(row, sorts.headOf, cross(title.head, stem), wordValue);
    if (i > 0) addNeighbours(stems, matches, i, row);
  }
  addEnds(stems, matches, title, row);
  const isHeadAsked = stems.includes(title.head);
  add(row, sorts.head, title.head, wordValue);
  if (isHeadAsked) add(row, sorts.headMatched, title.head, wordValue);
  add(row, sorts.isHeadMatched, Number(isHeadAsked), wordValue);
  add(row, sorts.counts, cross(stems.length, matched), countValue);
  add(row, sorts.missed, stems.length - matched, countValue);
}

function addNeighbours(stems: readonly number[], matches: readonly number[], i: number, row: SparseRow): void {
  const sort = sorts.neighbours + matches[i - 1]! + 2 * matches[i]!;
  add(row, sort, cross(stems[i - 1]!, stems[i]!), wordValue);
}

/** Whether the first and the last word are matched, and what the last one and those that are missing meet instead. */
function addEnds(stems: readonly number[], matches: readonly number[], title: ReadWords, row: SparseRow): void {
  if (stems.length === 0) return;
  const last = stems.length - 1;
  add(row, matches[0] ? sorts.firstMatched : sorts.firstMissing, stems[0]!, wordValue);
  add(row, matches[last] ? sorts.lastMatched : sorts.lastMissing, stems[last]!, wordValue);
  for (let i = 0; i < stems.length; i++) {
    if (matches[i] && i < last) continue;
    for (const met of title.stems) add(row, sorts.met, cross(stems[i]!, met), crossValue);
  }
}

function add(row: SparseRow, sort: number, what: number, value: number): void {
  // by bits: the remainder of an unsigned number may be taken in floating point
  row.add(cross(what, sort) & (wordColumns - 1), value);
}

/** A hash of two, in this order. */
function cross(first: number, second: number): number {
  return mixBits(Math.imul(first, 0x9e3779b1) + second);
}
