import type { ColumnPlace, Histogram } from "./histogram-source.ts";
import { type BestSplit, type SplitNode, splitScore } from "./split-score.ts";

/**
 * Looks for a better set of categories: in the order of their mean residual the best set for squared error is a run from one end (Fisher 1958).
 * Categories too rare for a bin of their own stay on the right, where one that was never seen goes as well; missing values are a category.
 * With a `draw` from 0 to 1 it tries one set alone, cut at that place of the order.
 */
export function scanCategories(
  histogram: Histogram,
  place: ColumnPlace,
  categories: Float32Array,
  node: SplitNode,
  draw: number | undefined,
  best: BestSplit,
): void {
  const ascending = binsByMean(histogram, place, categories.length);
  const only = draw === undefined ? undefined : Math.floor(draw * (ascending.length - 1));
  scanRun(histogram, place, node, ascending, only, best);
  // from the other end, as what stays on the right makes a difference
  scanRun(histogram, place, node, ascending.toReversed(), only, best);
}

/** The bins that have rows, from the lowest mean to the highest; without that of rare categories. */
function binsByMean(
  { sums, weights }: Histogram,
  { start, valueBins, hasMissing }: ColumnPlace,
  kept: number,
): readonly number[] {
  const bins = Array.from({ length: kept }, (_, bin) => bin);
  if (hasMissing) bins.push(valueBins);
  const meanOf = (bin: number) => {
    const at = 2 * (start + bin);
    return sums[at]! / Math.max(weights === undefined ? sums[at + 1]! : weights[at]!, Number.MIN_VALUE);
  };
  return bins.filter((bin) => sums[2 * (start + bin) + 1]! > 0).sort((a, b) => meanOf(a) - meanOf(b));
}

function scanRun(
  { sums, weights }: Histogram,
  { column, start, valueBins, hasMissing }: ColumnPlace,
  node: SplitNode,
  order: readonly number[],
  only: number | undefined,
  best: BestSplit,
): void {
  let [rows, sum, weight] = [0, 0, 0];
  for (const [place, bin] of order.entries()) {
    const at = 2 * (start + bin);
    rows += sums[at + 1]!;
    sum += sums[at]!;
    weight += weights === undefined ? sums[at + 1]! : weights[at]!;
    if (only !== undefined && place !== only) continue;
    const score = splitScore(node, rows, sum, weight, 0);
    if (score <= best.score) continue;
    const left = order.slice(0, place + 1);
    const leftBins = new Uint8Array(valueBins + Number(hasMissing));
    for (const each of left) leftBins[each] = 1;
    const missingLeft = hasMissing && left.includes(valueBins);
    Object.assign(best, { score, column, bin: -1, leftBins, missingLeft, rows, sum, weight });
  }
}
