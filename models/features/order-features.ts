import { columnsOf, share, shareOrMissing } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";

const at = columnsOf("order");

/** Where matches stand. */
export function writeOrder(pair: MatchedPair, row: Float32Array): void {
  const { query, title, places, asked } = pair;
  const last = asked.length - 1;
  row[at.last_stem] = isFound(query.last, places);
  row[at.first_stem] = isFound(query.stems.length > 0 ? 0 : -1, places);
  row[at.title_first_asked] = Number(last >= 0 && asked[0]! >= 0);
  row[at.title_last_asked] = Number(last >= 0 && asked[last]! >= 0);
  row[at.type_match] = isFound(query.type, places);
  row[at.types_equal] = Number(query.type >= 0 && query.stems[query.type] === title.head?.stem);
  row[at.longest_run] = share(longestRun(pair), query.stems.length);
  writeHeads(pair, row);
  writeMatches(pair, row);
  writeSpan(pair, row);
  writeNeighbours(pair, row);
}

function isFound(stem: number, places: readonly number[]): number {
  return Number(stem >= 0 && places[stem]! >= 0);
}

/** What both are. */
function writeHeads({ query, title, places, asked }: MatchedPair, row: Float32Array): void {
  const head = query.head >= 0 ? query.stems[query.head] : undefined;
  const titleHead = title.head?.stem;
  const place = query.head >= 0 ? places[query.head]! : -1;
  row[at.head_match] = Number(place >= 0);
  row[at.heads_equal] = Number(head !== undefined && head === titleHead);
  row[at.title_head_asked] = Number(titleHead !== undefined && query.stems.includes(titleHead));
  row[at.head_place] = place >= 0 ? place / asked.length : Number.NaN;
}

/** Sums over the places of matches, and what the stems without a match are elsewhere. */
function writeMatches({ query, title, places, asked, shared, sharedIdf }: MatchedPair, row: Float32Array): void {
  let [sum, weighted, coreIdf, missingHeadShare] = [0, 0, 0, 0];
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    const { idf, headShare } = query.stems[i]!;
    if (place < 0) {
      if (headShare > missingHeadShare) missingHeadShare = headShare;
      continue;
    }
    sum += place;
    weighted += place * idf;
    if (place < title.coreStems) coreIdf += idf;
  }
  row[at.mean_match] = shareOrMissing(sum, shared * asked.length);
  row[at.weighted_match] = shareOrMissing(weighted, sharedIdf * asked.length);
  row[at.core_overlap] = share(coreIdf, query.idfSum);
  row[at.aside_overlap] = share(sharedIdf - coreIdf, query.idfSum);
  row[at.type_missing] = missingHeadShare;
}

/** From the first match to the last. */
function writeSpan({ asked, shared }: MatchedPair, row: Float32Array): void {
  let [first, last] = [-1, -1];
  for (let place = 0; place < asked.length; place++) {
    if (asked[place]! < 0) continue;
    if (first < 0) first = place;
    last = place;
  }
  row[at.first_match] = shared === 0 ? 0 : 1 - first / asked.length;
  row[at.last_match] = shared === 0 ? Number.NaN : last / asked.length;
  row[at.tightness] = shared === 0 ? Number.NaN : shared / (last - first + 1);
}

/** Neighbours this many places apart in the title are still near. */
const nearPlaces = 3;

function writeNeighbours({ query, asked, places }: MatchedPair, row: Float32Array): void {
  const { sequence } = query;
  let [adjacent, near, both, inOrder] = [0, 0, 0, 0];
  for (let i = 0; i + 1 < sequence.length; i++) {
    const [first, second] = [sequence[i]!, sequence[i + 1]!];
    if (first === second || places[first]! < 0 || places[second]! < 0) continue;
    both++;
    const distance = nearestDistance(asked, first, second);
    if (distance === 1) adjacent++;
    if (Math.abs(distance) <= nearPlaces) near++;
    if (distance > 0) inOrder++;
  }
  const pairs = sequence.length - 1;
  row[at.bigram_overlap] = share(adjacent, pairs);
  row[at.bigram_near] = share(near, pairs);
  row[at.order_agreement] = shareOrMissing(inOrder, both);
}

/** By how many places the second follows the first where they are nearest, negative where it stands before; in order wins. */
function nearestDistance(asked: readonly number[], first: number, second: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let [lastFirst, lastSecond] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let place = 0; place < asked.length; place++) {
    if (asked[place] === first) {
      lastFirst = place;
      if (place - lastSecond < Math.abs(nearest)) nearest = lastSecond - place;
    } else if (asked[place] === second) {
      lastSecond = place;
      if (place - lastFirst <= Math.abs(nearest)) nearest = place - lastFirst;
    }
  }
  return nearest;
}

/** The most stems that stand side by side in both, in one order. */
function longestRun({ query, asked }: MatchedPair): number {
  const { sequence } = query;
  let longest = 0;
  for (let place = 0; place < asked.length; place++) {
    if (asked[place]! < 0) continue;
    for (let start = 0; start < sequence.length; start++) {
      let run = 0;
      while (start + run < sequence.length && asked[place + run] === sequence[start + run]) run++;
      if (run > longest) longest = run;
    }
  }
  return longest;
}
