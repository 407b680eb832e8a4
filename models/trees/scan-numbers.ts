import type { ColumnBins } from "./binning.ts";
import { type BestSplit, type ColumnHistogram, type SplitNode, splitScore } from "./split-score.ts";

/** Looks for a better threshold in a column of numbers: with the missing values on the right, and, where the node has any, on the left. */
export function scanNumbers(histogram: ColumnHistogram, node: SplitNode, direction: number, best: BestSplit): void {
  const scan = histogram.weights === undefined && !node.isBounded ? scanCounts : scanWeights;
  scan(histogram, node, direction, false, best);
  if (missingRows(histogram) > 0) scan(histogram, node, direction, true, best);
}

/**
 * Tries one threshold of a column of numbers, drawn evenly between the node's smallest and largest value (to the limits of their bins), as
 * extra trees do; `draw` is from 0 to 1.
 */
export function tryThreshold(
  histogram: ColumnHistogram,
  { limits }: ColumnBins,
  node: SplitNode,
  direction: number,
  draw: number,
  best: BestSplit,
): void {
  const { sums, start, valueBins } = histogram;
  let first = 0;
  while (first < valueBins && sums[2 * (start + first) + 1] === 0) first++;
  let last = valueBins - 1;
  while (last > first && sums[2 * (start + last) + 1] === 0) last--;
  if (first >= last) return;
  const threshold = limits[first]! + draw * (limits[last - 1]! - limits[first]!);
  let bin = first;
  while (bin < last - 1 && limits[bin]! < threshold) bin++;
  tryBin(histogram, node, direction, bin, best);
}

function tryBin(histogram: ColumnHistogram, node: SplitNode, direction: number, bin: number, best: BestSplit): void {
  const { sums, weights, start, valueBins } = histogram;
  for (const missingLeft of missingRows(histogram) > 0 ? [false, true] : [false]) {
    let [rows, sum, weight] = [0, 0, 0];
    for (let each = missingLeft ? -1 : 0; each <= bin; each++) {
      const at = 2 * (start + (each < 0 ? valueBins : each));
      rows += sums[at + 1]!;
      sum += sums[at]!;
      weight += weights === undefined ? sums[at + 1]! : weights[at]!;
    }
    const score = splitScore(node, rows, sum, weight, direction);
    if (score > best.score) keep(best, histogram.column, bin, missingLeft, { score, rows, sum, weight });
  }
}

function missingRows({ sums, start, valueBins, hasMissing }: ColumnHistogram): number {
  return hasMissing ? sums[2 * (start + valueBins) + 1]! : 0;
}

/** The scan where each row weighs 1 and nothing is bounded: most of the time of growing goes here once histograms are made. */
function scanCounts(
  { sums, column, start, valueBins }: ColumnHistogram,
  { rows, sum, minRows, l2 }: SplitNode,
  _direction: number,
  missingLeft: boolean,
  best: BestSplit,
): void {
  const missing = 2 * (start + valueBins);
  let leftRows = missingLeft ? sums[missing + 1]! : 0;
  let leftSum = missingLeft ? sums[missing]! : 0;
  let found = -1;
  let { score, rows: foundRows, sum: foundSum } = best;
  for (let at = 2 * start; at < missing; at += 2) {
    const count = sums[at + 1]!;
    if (count === 0) continue;
    leftRows += count;
    leftSum += sums[at]!;
    if (leftRows < minRows) continue;
    const rightRows = rows - leftRows;
    if (rightRows < minRows) break;
    const rightSum = sum - leftSum;
    const here = (leftSum * leftSum) / (leftRows + l2) + (rightSum * rightSum) / (rightRows + l2);
    if (here <= score) continue;
    score = here;
    found = at;
    foundRows = leftRows;
    foundSum = leftSum;
  }
  if (found < 0) return;
  const left = { score, rows: foundRows, sum: foundSum, weight: foundRows };
  keep(best, column, found / 2 - start, missingLeft, left);
}

function scanWeights(
  { sums, weights, column, start, valueBins }: ColumnHistogram,
  node: SplitNode,
  direction: number,
  missingLeft: boolean,
  best: BestSplit,
): void {
  const missing = 2 * (start + valueBins);
  const weightOf = (at: number) => (weights === undefined ? sums[at + 1]! : weights[at]!);
  let rows = missingLeft ? sums[missing + 1]! : 0;
  let sum = missingLeft ? sums[missing]! : 0;
  let weight = missingLeft ? weightOf(missing) : 0;
  for (let at = 2 * start; at < missing; at += 2) {
    if (sums[at + 1] === 0) continue;
    rows += sums[at + 1]!;
    sum += sums[at]!;
    weight += weightOf(at);
    const score = splitScore(node, rows, sum, weight, direction);
    if (score > best.score) keep(best, column, at / 2 - start, missingLeft, { score, rows, sum, weight });
  }
}

function keep(
  best: BestSplit,
  column: number,
  bin: number,
  missingLeft: boolean,
  left: Pick<BestSplit, "score" | "rows" | "sum" | "weight">,
): void {
  Object.assign(best, left, { column, bin, missingLeft, leftBins: undefined });
}
