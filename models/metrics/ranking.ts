/**
 * Ranking figures of one search. Products are ranked by descending score; products of equal score have no order among
 * them, so a figure is its mean over all their orders (McSherry & Najork 2008). A constant score thus gets what chance gets.
 */
export interface RankedSearch {
  readonly scores: ArrayLike<number>;
  readonly grades: ArrayLike<number>;
}

/** Products of equal score: they fill the ranks from `first` on, counted from 1. */
interface TiedGroup {
  readonly first: number;
  readonly grades: readonly number[];
}

/**
 * NDCG over the first `depth` ranks, between 0 and 1: gain 2^(grade - labelMin) - 1, discount 1 / log2(rank + 1), divided by that of
 * the best order. Undefined when no product has any gain.
 */
export function ndcg(search: RankedSearch, labelMin: number, depth = 10): number | undefined {
  const gain = (grade: number) => 2 ** (grade - labelMin) - 1;
  const ideal = Array.from(search.grades).sort((a, b) => b - a);
  const best = ideal.slice(0, depth).reduce((sum, grade, i) => sum + gain(grade) * discount(i + 1), 0);
  if (best <= 0) return undefined;
  let reached = 0;
  for (const { first, grades } of tiedGroups(search)) {
    if (first > depth) break;
    const meanGain = grades.reduce((sum, grade) => sum + gain(grade), 0) / grades.length;
    const last = Math.min(depth, first + grades.length - 1);
    for (let rank = first; rank <= last; rank++) reached += meanGain * discount(rank);
  }
  return Math.min(1, reached / best);
}

/** One over the rank of the first product that has the best grade of its search, between 0 and 1; undefined without products. */
export function reciprocalRank(search: RankedSearch): number | undefined {
  const best = Array.from(search.grades).reduce((highest, grade) => Math.max(highest, grade), Number.NEGATIVE_INFINITY);
  for (const { first, grades } of tiedGroups(search)) {
    const bestOnes = grades.filter((grade) => grade === best).length;
    if (bestOnes > 0) return meanReciprocal(first, grades.length, bestOnes);
  }
  return undefined;
}

/** Mean of one over the rank of the first of `bestOnes` among `size` products in random order at the ranks from `first` on. */
function meanReciprocal(first: number, size: number, bestOnes: number): number {
  let noneYet = 1;
  let sum = 0;
  for (let before = 0; before <= size - bestOnes; before++) {
    const isHere = bestOnes / (size - before);
    sum += (noneYet * isHere) / (first + before);
    noneYet *= 1 - isHere;
  }
  return sum;
}

function discount(rank: number): number {
  return 1 / Math.log2(rank + 1);
}

function tiedGroups({ scores, grades }: RankedSearch): readonly TiedGroup[] {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const groups: { first: number; grades: number[] }[] = [];
  order.forEach((product, place) => {
    const isTied = place > 0 && scores[order[place - 1]!] === scores[product];
    if (isTied) groups.at(-1)!.grades.push(grades[product]!);
    else groups.push({ first: place + 1, grades: [grades[product]!] });
  });
  return groups;
}
