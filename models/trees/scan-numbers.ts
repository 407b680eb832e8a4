import type { ColumnPlace, Histogram } from "./histogram-source.ts";
import { type BestSplit, type SplitNode, splitScore } from "./split-score.ts";

/** Looks for a better threshold in a column of numbers: with the missing values on the right, and, where the node has any, on the left. */
export function scanNumbers(
  histogram: Histogram,
  place: ColumnPlace,
  node: SplitNode,
  direction: number,
  best: BestSplit,
): void {
  const scan = histogram.weights === undefined && !node.isBounded ? scanCounts : scanWeights;
  scan(histogram, place, node, direction, false, best);
  if (missingRows(histogram, place) > 0) scan(histogram, place, node, direction, true, best);
}

/**
 * Tries one threshold of a column of numbers, drawn evenly between the node's smallest and largest value (to the limits of their bins), as
 * extra trees do; `draw` is from 0 to 1.
 */
export function tryThreshold(
  histogram: Histogram,
  place: ColumnPlace,
  limits: Float32Array,
  node: SplitNode,
  direction: number,
  draw: number,
  best: BestSplit,
): void {
  const { sums } = histogram;
  const { start, valueBins } = place;
  let first = 0;
  while (first < valueBins && sums[2 * (start + first) + 1] === 0) first++;
  let last = valueBins - 1;
  while (last > first && sums[2 * (start + last) + 1] === 0) last--;
  if (first >= last) return;
  const limitOf = (bin: number) => limits[binAt(histogram, place, bin)]!;
  const threshold = limitOf(first) + draw * (limitOf(last - 1) - limitOf(first));
  let bin = first;
  while (bin < last - 1 && limitOf(bin) < threshold) bin++;
  tryBin(histogram, place, node, direction, bin, best);
}

function tryBin(
  histogram: Histogram,
  place: ColumnPlace,
  node: SplitNode,
  direction: number,
  bin: number,
  best: BestSplit,
): void {
  const { sums, weights } = histogram;
  const { start, valueBins } = place;
  for (const missingLeft of missingRows(histogram, place) > 0 ? [false, true] : [false]) {
    let [rows, sum, weight] = [0, 0, 0];
    for (let each = missingLeft ? -1 : 0; each <= bin; each++) {
      const at = 2 * (start + (each < 0 ? valueBins : each));
      rows += sums[at + 1]!;
      sum += sums[at]!;
      weight += weights === undefined ? sums[at + 1]! : weights[at]!;
    }
    const score = splitScore(node, rows, sum, weight, direction);
    if (score > best.score) keep(best, place.column, bin, missingLeft, score, rows, sum, weight);
  }
}

/** The bin that lies at a place of a column's part, counted from its start. */
export function binAt({ bins }: Histogram, { start }: ColumnPlace, place: number): number {
  return bins === undefined ? place : bins[start + place]!;
}

/** How many rows of a node have no value in a column. */
export function missingRows({ sums }: Histogram, { start, valueBins, hasMissing }: ColumnPlace): number {
  return hasMissing ? sums[2 * (start + valueBins) + 1]! : 0;
}

/** The scan where each row weighs 1 and nothing is bounded: most of the time of growing goes here once histograms are made. */
function scanCounts(
  { sums }: Histogram,
  { column, start, valueBins }: ColumnPlace,
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
    // left²/leftWeight + right²/rightWeight as one fraction, divided only when it is better
    const leftWeight = leftRows + l2;
    const rightWeight = rightRows + l2;
    const above = leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight;
    const below = leftWeight * rightWeight;
    if (above <= score * below) continue;
    score = above / below;
    found = at;
    foundRows = leftRows;
    foundSum = leftSum;
  }
  if (found < 0) return;
  keep(best, column, found / 2 - start, missingLeft, score, foundRows, foundSum, foundRows);
}

function scanWeights(
  { sums, weights }: Histogram,
  { column, start, valueBins }: ColumnPlace,
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
    if (score > best.score) keep(best, column, at / 2 - start, missingLeft, score, rows, sum, weight);
  }
}

function keep(
  best: BestSplit,
  column: number,
  bin: number,
  missingLeft: boolean,
  score: number,
  rows: number,
  sum: number,
  weight: number,
): void {
  best.column = column;
  best.bin = bin;
  best.leftBins = undefined;
  best.missingLeft = missingLeft;
  best.score = score;
  best.rows = rows;
  best.sum = sum;
  best.weight = weight;
}
