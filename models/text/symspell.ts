import { osaDistance } from "./osa-distance.ts";

/** A known word near the one asked for. */
export interface Suggestion {
  readonly word: string;
  readonly distance: number;
  readonly count: number;
}

/** Finds the known words within a few edits of any word. */
export interface SymSpell {
  /** Every known word within the distance (at most the one it was built for): nearest first, then the most frequent, then by code. */
  lookup(word: string, distance: number): readonly Suggestion[];
}

const prefixLength = 7;

/**
 * The symmetric delete index of Wolf Garbe's SymSpell: each known word is filed under its seven-letter prefix with up to `maximalDistance`
 * (0 to 3) letters left out; a word asked for is looked up under its own, and what is found is checked by optimal string alignment distance.
 */
export function createSymSpell(
  entries: Iterable<readonly [word: string, count: number]>,
  maximalDistance = 2,
): SymSpell {
  const known = [...entries].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const index = fileUnderDeletes(known, maximalDistance);
  const visited = new Uint32Array(known.length);
  let visit = 0;
  return {
    lookup(word, distance) {
      const limit = Math.min(distance, maximalDistance);
      visit = (visit + 1) >>> 0;
      const found: Suggestion[] = [];
      forEachDelete(word, limit, (hash) => {
        const bucket = hash & index.mask;
        for (let slot = index.starts[bucket]!; slot < index.starts[bucket + 1]!; slot++) {
          const place = index.places[slot]!;
          if (visited[place] === visit) continue;
          visited[place] = visit;
          const [candidate, count] = known[place]!;
          const edits = osaDistance(word, candidate, limit);
          if (edits <= limit) found.push({ word: candidate, distance: edits, count });
        }
      });
      return found.sort(byRank);
    },
  };
}

function byRank(a: Suggestion, b: Suggestion): number {
  return a.distance - b.distance || b.count - a.count || (a.word < b.word ? -1 : 1);
}

/** The places of words by the low bits of the hashes of their deletes: those of bucket b lie from `starts[b]` to `starts[b + 1]`. */
interface DeleteIndex {
  readonly mask: number;
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
}

function fileUnderDeletes(known: readonly (readonly [string, number])[], distance: number): DeleteIndex {
  let total = 0;
  for (const [word] of known) forEachDelete(word, distance, () => total++);
  const mask = 2 ** Math.max(4, Math.ceil(Math.log2(total + 1))) - 1;
  const starts = new Uint32Array(mask + 2);
  for (const [word] of known) forEachDelete(word, distance, (hash) => void starts[(hash & mask) + 1]!++);
  for (let bucket = 0; bucket <= mask; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const places = new Uint32Array(total);
  const free = starts.slice();
  for (const [place, [word]] of known.entries()) {
    forEachDelete(word, distance, (hash) => {
      places[free[hash & mask]!++] = place;
    });
  }
  return { mask, starts, places };
}

function forEachDelete(word: string, distance: number, visit: (hash: number) => void): void {
  const codes: number[] = [];
  for (let index = 0; index < word.length && index < prefixLength; index++) codes.push(word.charCodeAt(index));
  visitDeletes(codes, 0, distance, visit);
}

// each set of left-out letters once: the next one left out always stands to the right of the last
function visitDeletes(codes: readonly number[], from: number, left: number, visit: (hash: number) => void): void {
  visit(hashOf(codes));
  if (left === 0) return;
  for (let index = from; index < codes.length; index++) {
    visitDeletes(codes.toSpliced(index, 1), index, left - 1, visit);
  }
}

// FNV-1a over 16-bit units, its high bits folded into the low ones that choose the bucket
function hashOf(codes: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const code of codes) hash = Math.imul(hash ^ code, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
