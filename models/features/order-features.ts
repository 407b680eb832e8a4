import { type GroupValues, share, shareOrMissing } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Where matches stand. */
export function orderFeatures(pair: MatchedPair): GroupValues<"order"> {
  const { query, title, places, asked, shared, sharedIdf } = pair;
  const length = asked.length;
  const head = query.head >= 0 ? query.stems[query.head] : undefined;
  const titleHead = title.head?.stem;
  const headPlace = query.head >= 0 ? places[query.head]! : -1;
  const matches = summarise(pair);
  const neighbours = compareNeighbours(pair);
  const pairs = query.sequence.length - 1;
  return {
    first_match: shared === 0 ? 0 : 1 - matches.first / length,
    last_match: shared === 0 ? Number.NaN : matches.last / length,
    mean_match: shareOrMissing(matches.places, shared * length),
    weighted_match: shareOrMissing(matches.weightedPlaces, sharedIdf * length),
    last_stem: isFound(query.last, places),
    first_stem: isFound(query.stems.length > 0 ? 0 : -1, places),
    title_first_asked: Number(length > 0 && asked[0]! >= 0),
    title_last_asked: Number(length > 0 && asked[length - 1]! >= 0),
    head_match: Number(headPlace >= 0),
    heads_equal: Number(head !== undefined && head === titleHead),
    title_head_asked: Number(titleHead !== undefined && query.stems.includes(titleHead)),
    head_place: headPlace >= 0 ? headPlace / length : Number.NaN,
    core_overlap: share(matches.coreIdf, query.idfSum),
    aside_overlap: share(sharedIdf - matches.coreIdf, query.idfSum),
    type_match: isFound(query.type, places),
    types_equal: Number(query.type >= 0 && query.stems[query.type] === titleHead),
    type_missing: matches.missingHeadShare,
    bigram_overlap: share(neighbours.adjacent, pairs),
    bigram_near: share(neighbours.near, pairs),
    longest_run: share(longestRun(pair), query.stems.length),
    order_agreement: shareOrMissing(neighbours.inOrder, neighbours.both),
    tightness: shared === 0 ? Number.NaN : shared / (matches.last - matches.first + 1),
  };
}

function isFound(stem: number, places: readonly number[]): number {
  return Number(stem >= 0 && places[stem]! >= 0);
}

/** First and last match, sums over the places of matches, and what the stems without a match are elsewhere. */
function summarise({ query, title, places, asked }: MatchedPair) {
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
  let [first, last] = [-1, -1];
  for (let place = 0; place < asked.length; place++) {
    if (asked[place]! < 0) continue;
    if (first < 0) first = place;
    last = place;
  }
  return { first, last, places: sum, weightedPlaces: weighted, coreIdf, missingHeadShare };
}

/** Neighbours this many places apart in the title are still near. */
const nearPlaces = 3;

function compareNeighbours({ query, asked, places }: MatchedPair) {
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
  return { adjacent, near, both, inOrder };
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
