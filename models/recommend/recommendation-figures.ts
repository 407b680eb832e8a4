import type { MeanFigure, MeanFigures, VisitorFigures } from "../../schemas/recommender.ts";
import { seededRandom } from "../random.ts";

/** The names of the figures, in the order that reports have them. */
const figureNames = [
  "auc",
  "hitRate10",
  "mrr",
  "ndcg10",
  "recall100",
] as const satisfies readonly (keyof VisitorFigures)[];

/**
 * The ranks of some products by scores of all, 1 is the best; of equal scores each has the mean of their ranks. `among` says which products are
 * ranked, all unless said.
 */
export function ranksOf(scores: Float32Array, chosen: Int32Array, among?: (item: number) => boolean): Float64Array {
  const ranked = among === undefined ? scores : scores.filter((_, item) => among(item));
  return Float64Array.from(chosen, (item) => rankOf(ranked, scores[item]!));
}

/** 1 and how many are above, and half of the others that are equal. */
function rankOf(scores: Float32Array, own: number): number {
  let above = 0;
  let equal = 0;
  for (let item = 0; item < scores.length; item++) {
    if (scores[item]! > own) above++;
    else if (scores[item] === own) equal++;
  }
  return above + (equal + 1) / 2;
}

/** The figures of a visitor whose choices have these ranks among `count` products. */
export function figuresOfRanks(ranks: Float64Array, count: number): VisitorFigures {
  const sorted = ranks.toSorted();
  const best = sorted[0]!;
  let gain = 0;
  let ideal = 0;
  let auc = 0;
  for (const [place, rank] of sorted.entries()) {
    if (rank <= 10) gain += 1 / Math.log2(1 + rank);
    if (place < 10) ideal += 1 / Math.log2(2 + place);
    // of the products that it is compared with the other choices are left out
    auc += 1 - (rank - 1 - place) / Math.max(1, count - sorted.length);
  }
  return {
    hitRate10: Number(best <= 10),
    mrr: 1 / best,
    ndcg10: gain / ideal,
    recall100: sorted.filter((rank) => rank <= 100).length / sorted.length,
    auc: Math.max(0, Math.min(1, auc / sorted.length)),
  };
}

/** The same among `negatives` products drawn at random for each choice, as many reports have it: easier, and not to be compared with other draws. */
export function sampledFigures(
  scores: Float32Array,
  chosen: Int32Array,
  negatives: number,
  seed: number,
): VisitorFigures {
  const random = seededRandom(seed);
  const taken = new Set(chosen);
  const sums = { hitRate10: 0, mrr: 0, ndcg10: 0, recall100: 0, auc: 0 };
  for (const item of chosen) {
    let rank = 1;
    for (let n = 0; n < negatives; ) {
      const other = random.int(scores.length);
      if (taken.has(other)) continue;
      n++;
      if (scores[other]! > scores[item]!) rank += 1;
      else if (scores[other] === scores[item]) rank += 0.5;
    }
    const own = figuresOfRanks(Float64Array.of(rank), negatives + 1);
    for (const name of figureNames) sums[name] += own[name] / chosen.length;
  }
  return sums;
}

const samples = 1_000;

/** Means with intervals from resampling visitors, since the choices of one are not independent. */
export function meanFigures(visitors: readonly VisitorFigures[], seed: number): MeanFigures {
  const means = (name: keyof VisitorFigures) => {
    const values = visitors.map((own) => own[name]);
    return { value: meanOf(values), ...percentiles(meansOf([values], seed).map(([mean]) => mean!)) };
  };
  return {
    auc: means("auc"),
    hitRate10: means("hitRate10"),
    mrr: means("mrr"),
    ndcg10: means("ndcg10"),
    recall100: means("recall100"),
  };
}

/** How many times as high the mean of a figure is as another way's on the same visitors. */
export function ratioOf(own: readonly number[], other: readonly number[], seed: number): MeanFigure {
  const ratio = (first: number, second: number) => (second === 0 ? 0 : first / second);
  const draws = meansOf([own, other], seed).map(([first, second]) => ratio(first!, second!));
  return { value: ratio(meanOf(own), meanOf(other)), ...percentiles(draws) };
}

function meansOf(columns: readonly (readonly number[])[], seed: number): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  const count = columns[0]!.length;
  return Array.from({ length: samples }, () => {
    const sums = columns.map(() => 0);
    for (let n = 0; n < count; n++) {
      const visitor = random.int(count);
      for (const [place, column] of columns.entries()) sums[place]! += column[visitor]!;
    }
    return sums.map((sum) => sum / Math.max(1, count));
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function percentiles(draws: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = draws.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { low: at(0.025), high: at(0.975) };
}
