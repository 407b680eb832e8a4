import type { RowTotal } from "./histogram-source.ts";

/** A node whose best split is looked for, and what its splits must keep to. */
export interface SplitNode extends RowTotal {
  /** Fewest rows on each side. */
  readonly minRows: number;
  /** Added to the weight of each side: a penalty on the square of what a leaf adds. */
  readonly l2: number;
  /** Whether what leaves add is held between two bounds, as monotone columns need it. */
  readonly isBounded: boolean;
  readonly lower: number;
  readonly upper: number;
}

/** The best split found so far; the scans of columns put better ones in its place. */
export interface BestSplit {
  /** The sum of both sides' scores. */
  score: number;
  column: number;
  /** Of numbers: the last bin on the left. */
  bin: number;
  /** Of categories: 1 for each bin on the left. */
  leftBins: Uint8Array | undefined;
  missingLeft: boolean;
  /** Of the left side. */
  rows: number;
  sum: number;
  weight: number;
}

/** Fewer hessians than this say nothing. */
const leastWeight = 1e-3;

/** What a leaf over some rows adds: what lowers the loss most within the node's bounds (Chen & Guestrin 2016, eq. 5). */
export function leafValue({ l2, isBounded, lower, upper }: SplitNode, sum: number, weight: number): number {
  const value = sum / (weight + l2);
  return isBounded ? Math.min(upper, Math.max(lower, value)) : value;
}

/** By how much the loss is lower with a leaf that adds `value` than with one that adds nothing, twice: 2 s v - (w + l2) v². */
export function leafScore(node: SplitNode, value: number, sum: number, weight: number): number {
  return value * (2 * sum - (weight + node.l2) * value);
}

/**
 * The score of a split by its left side, or minus infinity where it is not allowed: too few rows on a side, or the sides in the wrong order for a column
 * whose direction is 1 (right not below left) or -1.
 */
export function splitScore(node: SplitNode, rows: number, sum: number, weight: number, direction: number): number {
  const isTooSmall = rows < node.minRows || node.rows - rows < node.minRows;
  if (isTooSmall || weight < leastWeight || node.weight - weight < leastWeight) return Number.NEGATIVE_INFINITY;
  const left = leafValue(node, sum, weight);
  const right = leafValue(node, node.sum - sum, node.weight - weight);
  if ((right - left) * direction < 0) return Number.NEGATIVE_INFINITY;
  return leafScore(node, left, sum, weight) + leafScore(node, right, node.sum - sum, node.weight - weight);
}
