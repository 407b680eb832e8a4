import { type GroupValues, share, shareOrMissing } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Where matches stand. */
export function orderFeatures(pair: MatchedPair): GroupValues<"order"> {
  const { query, title, places } = pair;
  const matched = (place: number) => Number(places[place] !== undefined && places[place] >= 0);
  const head = query.stems[query.head];
  const type = query.stems[query.type];
  const titleHead = title.head;
  return {
    ...matchPlaces(pair),
    last_stem: matched(query.last),
    first_stem: matched(0),
    title_first_asked: Number(pair.asked.length > 0 && pair.asked[0]! >= 0),
    title_last_asked: Number(pair.asked.length > 0 && pair.asked.at(-1)! >= 0),
    head_match: matched(query.head),
    heads_equal: Number(head !== undefined && head === titleHead),
    title_head_asked: Number(titleHead !== undefined && query.stems.includes(titleHead)),
    head_place: matched(query.head) === 1 ? places[query.head]! / title.stems.length : Number.NaN,
    ...coreOverlap(pair),
    type_match: matched(query.type),
    types_equal: Number(type !== undefined && type === titleHead),
    type_missing: query.stems.reduce((most, stem, i) => (places[i]! < 0 ? Math.max(most, stem.headShare) : most), 0),
    ...neighbours(pair),
    longest_run: share(longestRun(pair), query.stems.length),
  };
}

function matchPlaces({ query, title, asked, places, shared, sharedIdf }: MatchedPair) {
  const length = title.stems.length;
  const first = asked.findIndex((place) => place >= 0);
  const last = asked.findLastIndex((place) => place >= 0);
  let [sum, weighted] = [0, 0];
  for (let i = 0; i < places.length; i++) {
    if (places[i]! < 0) continue;
    sum += places[i]!;
    weighted += places[i]! * query.stems[i]!.idf;
  }
  return {
    first_match: first < 0 ? 0 : 1 - first / length,
    last_match: first < 0 ? Number.NaN : last / length,
    mean_match: shareOrMissing(sum, shared * length),
    weighted_match: shareOrMissing(weighted, sharedIdf * length),
    tightness: first < 0 ? Number.NaN : shared / (last - first + 1),
  };
}

function coreOverlap({ query, title, places }: MatchedPair) {
  let [core, aside] = [0, 0];
  for (let i = 0; i < places.length; i++) {
    if (places[i]! < 0) continue;
    if (places[i]! < title.coreStems) core += query.stems[i]!.idf;
    else aside += query.stems[i]!.idf;
  }
  return { core_overlap: share(core, query.idfSum), aside_overlap: share(aside, query.idfSum) };
}

/** Neighbours this many places apart in the title are still near. */
const nearPlaces = 3;

function neighbours({ query, asked, places }: MatchedPair) {
  const { sequence } = query;
  const pairs = sequence.length - 1;
  let [adjacent, near, both, inOrder] = [0, 0, 0, 0];
  for (let i = 0; i < pairs; i++) {
    const [first, second] = [sequence[i]!, sequence[i + 1]!];
    if (first === second || places[first]! < 0 || places[second]! < 0) continue;
    both++;
    const distance = nearestDistance(asked, first, second);
    if (distance === 1) adjacent++;
    if (Math.abs(distance) <= nearPlaces) near++;
    if (distance > 0) inOrder++;
  }
  return {
    bigram_overlap: share(adjacent, pairs),
    bigram_near: share(near, pairs),
    order_agreement: shareOrMissing(inOrder, both),
  };
}

/** By how many places the second follows the first where they are nearest, negative where it stands before; adjacent in order wins. */
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
  let longest = 0;
  for (let place = 0; place < asked.length; place++) {
    if (asked[place]! < 0) continue;
    for (let start = 0; start < query.sequence.length; start++) {
      let run = 0;
      while (start + run < query.sequence.length && asked[place + run] === query.sequence[start + run]) run++;
      if (run > longest) longest = run;
    }
  }
  return longest;
}
