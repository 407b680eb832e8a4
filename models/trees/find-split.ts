import { mixBits } from "../hash.ts";
import type { HistogramSource, Split } from "./histogram-source.ts";
import { scanCategories } from "./scan-categories.ts";
import { scanNumbers, tryThreshold } from "./scan-numbers.ts";
import { type BestSplit, type ColumnHistogram, leafScore, leafValue, type SplitNode } from "./split-score.ts";

/** What a split must keep to. */
export interface SplitRules {
  /** Fewest rows on each side. */
  readonly minRows: number;
  /** Least gain. */
  readonly minGain: number;
  /** Added to the weight of each side: a penalty on the square of what a leaf adds. */
  readonly l2: number;
  /** The best threshold of each column, or one at random, as extra trees have it (Geurts et al. 2006). */
  readonly thresholds: "best" | "random";
  /** For each column 1 if a larger number may only raise the prediction, -1 if only lower it, else 0; of no meaning for categories. */
  readonly monotone?: readonly number[];
}

/**
 * The best split of a node by its histogram, over those of the given columns that the source makes histograms of. Equal seeds give a column
 * equal random thresholds, whatever thread asks.
 */
export function findSplit(
  source: HistogramSource,
  slot: number,
  node: SplitNode,
  columns: Uint32Array,
  rules: SplitRules,
  seed: number,
): Split | undefined {
  const [sums, weights] = [source.sums(slot), source.weights(slot)];
  const unsplit = leafScore(node, leafValue(node, node.sum, node.weight), node.sum, node.weight);
  const best = nothingAbove(unsplit + rules.minGain);
  for (const column of columns) {
    const start = source.starts[column]!;
    if (start < 0) continue;
    const bins = source.columns[column]!;
    const { hasMissing } = bins;
    const histogram: ColumnHistogram = {
      sums,
      weights,
      column,
      start,
      valueBins: bins.bins - Number(hasMissing),
      hasMissing,
    };
    const draw = rules.thresholds === "random" ? uniformOf(seed, column) : undefined;
    const direction = rules.monotone?.[column] ?? 0;
    if (bins.kind === "category") scanCategories(histogram, bins, node, draw, best);
    else if (draw === undefined) scanNumbers(histogram, node, direction, best);
    else tryThreshold(histogram, bins, node, direction, draw, best);
  }
  return best.column < 0 ? undefined : splitOf(best, node, source, slot, best.score - unsplit);
}

/** Differences of this share of a score are rounding, not gain. */
const rounding = 1e-12;

function nothingAbove(score: number): BestSplit {
  const least = score + Math.abs(score) * rounding;
  const nothing = { column: -1, bin: -1, leftBins: undefined, missingLeft: false, rows: 0, sum: 0, weight: 0 };
  return { ...nothing, score: least };
}

function splitOf(best: BestSplit, node: SplitNode, source: HistogramSource, slot: number, gain: number): Split {
  const { column, bin, leftBins, rows, sum, weight } = best;
  const { start, missing } = missingOf(source, column);
  // where none is missing, a value that will be goes with most of the rows
  const isLearned = missing >= 0 && source.sums(slot)[2 * (start + missing) + 1]! > 0;
  const missingLeft = isLearned ? best.missingLeft : 2 * rows > node.rows;
  return { gain, column, bin, ...(leftBins && { leftBins }), missingLeft, left: { rows, sum, weight } };
}

function missingOf({ columns, starts }: HistogramSource, column: number) {
  const { bins, hasMissing } = columns[column]!;
  return { start: starts[column]!, missing: hasMissing ? bins - 1 : -1 };
}

/** A number from 0 up to 1 for a column of a node. */
function uniformOf(seed: number, column: number): number {
  return mixBits(seed ^ mixBits(column + 1)) / 2 ** 32;
}
