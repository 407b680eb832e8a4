import { mixBits } from "../hash.ts";
import type { ColumnBins } from "./binning.ts";
import type { ColumnPlace, Histogram, Split } from "./histogram-source.ts";
import { scanCategories } from "./scan-categories.ts";
import { binAt, missingRows, scanNumbers, tryThreshold } from "./scan-numbers.ts";
import { type BestSplit, leafScore, leafValue, type SplitNode } from "./split-score.ts";

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
 * The best split of a node by its histogram, over those of the given columns that it has. Equal seeds give a column
 * equal random thresholds, whatever thread asks.
 */
export function findSplit(
  histogram: Histogram,
  allBins: readonly ColumnBins[],
  node: SplitNode,
  columns: Uint32Array,
  rules: SplitRules,
  seed: number,
): Split | undefined {
  const unsplit = leafScore(node, leafValue(node, node.sum, node.weight), node.sum, node.weight);
  const best = nothingAbove(unsplit + rules.minGain);
  for (const column of columns) {
    const place = histogram.places[column];
    if (place === undefined) continue;
    const bins = allBins[column]!;
    const draw = rules.thresholds === "random" ? uniformOf(seed, column) : undefined;
    const direction = rules.monotone?.[column] ?? 0;
    if (bins.kind === "category") scanCategories(histogram, place, bins.limits, node, draw, best);
    else if (draw === undefined) scanNumbers(histogram, place, node, direction, best);
    else tryThreshold(histogram, place, bins.limits, node, direction, draw, best);
  }
  return best.column < 0 ? undefined : splitOf(best, node, histogram, histogram.places[best.column]!, unsplit);
}

/** Differences of this share of a score are rounding, not gain. */
const rounding = 1e-12;

function nothingAbove(score: number): BestSplit {
  return {
    score: score + Math.abs(score) * rounding,
    column: -1,
    bin: -1,
    leftBins: undefined,
    missingLeft: false,
    // no whole numbers, as the engine would keep them in another way and change that at the first real ones
    rows: Number.NaN,
    sum: Number.NaN,
    weight: Number.NaN,
  };
}

function splitOf(
  { score, column, bin, leftBins, missingLeft, rows, sum, weight }: BestSplit,
  node: SplitNode,
  histogram: Histogram,
  place: ColumnPlace,
  unsplit: number,
): Split {
  return {
    score,
    gain: score - unsplit,
    column,
    bin: leftBins === undefined ? binAt(histogram, place, bin) : -1,
    leftBins,
    // where none is missing, a value that will be goes with most of the rows
    missingLeft: missingRows(histogram, place) > 0 ? missingLeft : 2 * rows > node.rows,
    left: { rows, sum, weight },
  };
}

/** A number from 0 up to 1 for a column of a node. */
function uniformOf(seed: number, column: number): number {
  return mixBits(seed ^ mixBits(column + 1)) / 2 ** 32;
}
