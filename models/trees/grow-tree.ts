import type { Random } from "../random.ts";
import { findSplit, type SplitRules } from "./find-split.ts";
import type { Histogram, HistogramSource, RowTotal, Split } from "./histogram-source.ts";
import { leafValue, type SplitNode } from "./split-score.ts";
import { addLeaf, finishTree, type GrownTree, noNodes, splitNode, type TreeNodes } from "./tree-nodes.ts";

/** How a tree grows. */
export interface GrowOptions extends SplitRules {
  /** Most leaves; the split that gains most comes first. Without end, depth first. */
  readonly leaves: number;
  /** Most splits between root and leaf. */
  readonly depth: number;
  /** Share of the columns that a tree, and that each of its nodes, may split by; at least one column. */
  readonly columnsPerTree: number;
  readonly columnsPerNode: number;
}

/** A node that may still be split. */
interface Leaf {
  readonly node: number;
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  readonly total: RowTotal;
  readonly lower: number;
  readonly upper: number;
  /** Where its histogram is kept, or -1. */
  slot: number;
  split: Split | undefined;
}

/** A tree on its way. */
interface Growth {
  readonly source: HistogramSource;
  readonly options: GrowOptions;
  readonly random: Random;
  /** Those that the tree may split by. */
  readonly columns: Uint32Array;
  readonly nodes: TreeNodes;
  readonly freeSlots: number[];
}

/** The slot of histograms that are not kept. */
const passing = 0;

/**
 * Grows a tree on the rows that stand at the first `rows` places of the source's order, and leaves them there by leaves. A leaf adds the sum
 * of its residuals over that of its hessians (their mean, where each row counts 1). Where no value of a node is missing, one that will be
 * goes with most of the rows. Equal sources and random streams give equal trees.
 */
export function growTree(source: HistogramSource, rows: number, options: GrowOptions, random: Random): GrownTree {
  const all = Uint32Array.from(source.columns.keys());
  // of a sample of columns nothing can be told of the other side's
  const kept = options.columnsPerNode < 1 ? 0 : source.slots - 1;
  const growth: Growth = {
    source,
    options,
    random,
    columns: sample(all, options.columnsPerTree, random),
    nodes: noNodes(),
    freeSlots: Array.from({ length: kept }, (_, i) => kept - i),
  };
  const whole = { begin: 0, end: rows, depth: 0, total: source.total(0, rows) };
  const root = newLeaf(growth, { ...whole, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
  const open = findSplits(growth, -1, [root]);
  for (let leaves = 1; leaves < options.leaves && open.length > 0; leaves++) {
    open.push(...splitLeaf(growth, takeNext(open, options)));
  }
  return finishTree(growth.nodes);
}

function newLeaf(
  { nodes, options }: Growth,
  { begin, end, depth, total, lower, upper }: Omit<Leaf, "node" | "slot" | "split">,
): Leaf {
  const leaf: Leaf = { node: nodes.column.length, begin, end, depth, total, lower, upper, slot: -1, split: undefined };
  addLeaf(nodes, leafValue(boundsOf(leaf, options), total.sum, total.weight), begin, end);
  return leaf;
}

function boundsOf({ total, lower, upper }: Pick<Leaf, "total" | "lower" | "upper">, options: GrowOptions): SplitNode {
  const { rows, sum, weight } = total;
  return {
    rows,
    sum,
    weight,
    lower,
    upper,
    isBounded: options.monotone !== undefined,
    minRows: options.minRows,
    l2: options.l2,
  };
}

/** The leaf to split next: the one that gains most, the first of equal ones; or, without an end, the last. */
function takeNext(open: Leaf[], { leaves }: GrowOptions): Leaf {
  if (!Number.isFinite(leaves)) return open.pop()!;
  let best = 0;
  for (let i = 1; i < open.length; i++) if (open[i]!.split!.gain > open[best]!.split!.gain) best = i;
  return open.splice(best, 1)[0]!;
}

/** Splits a leaf and gives those of its two children that can be split again. */
function splitLeaf(growth: Growth, leaf: Leaf): readonly Leaf[] {
  const { source, nodes } = growth;
  const split = leaf.split!;
  const middle = source.partition(leaf.begin, leaf.end, split);
  const children = childrenOf(growth, leaf, split, middle);
  splitNode(nodes, leaf.node, split, source.columns[split.column]!, [children[0].node, children[1].node]);
  const bySize = children[0].total.rows <= children[1].total.rows ? children : children.toReversed();
  return findSplits(growth, leaf.slot, bySize);
}

function childrenOf(growth: Growth, leaf: Leaf, split: Split, middle: number): readonly [Leaf, Leaf] {
  const { begin, end, total, lower, upper } = leaf;
  const depth = leaf.depth + 1;
  const { left } = split;
  const right = { rows: total.rows - left.rows, sum: total.sum - left.sum, weight: total.weight - left.weight };
  const direction = split.leftBins === undefined ? (growth.options.monotone?.[split.column] ?? 0) : 0;
  const bounds = boundsOf(leaf, growth.options);
  // what lies below a monotone split stays on its side of the middle
  const middleValue = (leafValue(bounds, left.sum, left.weight) + leafValue(bounds, right.sum, right.weight)) / 2;
  const [leftLower, leftUpper] = [direction < 0 ? middleValue : lower, direction > 0 ? middleValue : upper];
  const [rightLower, rightUpper] = [direction > 0 ? middleValue : lower, direction < 0 ? middleValue : upper];
  return [
    newLeaf(growth, { begin, end: middle, depth, total: left, lower: leftLower, upper: leftUpper }),
    newLeaf(growth, { begin: middle, end, depth, total: right, lower: rightLower, upper: rightUpper }),
  ];
}

/**
 * Finds the best split of a node's children (or of the root), the smaller one first, and gives those that have one, the larger first. The
 * histogram of the larger one is what the smaller one leaves of its parent's, where that was kept in `parentSlot`.
 */
function findSplits(growth: Growth, parentSlot: number, bySize: readonly Leaf[]): Leaf[] {
  const { source, options } = growth;
  const isNeeded = bySize.map((leaf) => mayBeSplit(leaf, options));
  if (!isNeeded.includes(true)) {
    release(growth, parentSlot);
    return [];
  }
  const [small, large] = bySize;
  const found =
    parentSlot >= 0 && isNeeded[1] && !isFew(source, large!)
      ? findBySubtraction(growth, parentSlot, small!, large!, isNeeded[0]!)
      : findEach(growth, parentSlot, bySize, isNeeded);
  return keepSplits(growth, bySize, source.agree?.(found) ?? found);
}

function findBySubtraction(growth: Growth, parentSlot: number, small: Leaf, large: Leaf, isSmallNeeded: boolean) {
  const { source, columns } = growth;
  fill(growth, small, columns);
  const split = isSmallNeeded ? find(growth, small, source.histogram(small.slot), columns) : undefined;
  source.subtract(parentSlot, small.slot);
  large.slot = parentSlot;
  return [split, find(growth, large, source.histogram(large.slot), columns)];
}

function findEach(growth: Growth, parentSlot: number, leaves: readonly Leaf[], isNeeded: readonly boolean[]) {
  const { source, options, random } = growth;
  release(growth, parentSlot);
  return leaves.map((leaf, i) => {
    if (!isNeeded[i]) return undefined;
    const columns = sample(growth.columns, options.columnsPerNode, random);
    if (isFew(source, leaf)) return find(growth, leaf, source.few!.histogram(leaf.begin, leaf.end, columns), columns);
    fill(growth, leaf, columns);
    return find(growth, leaf, source.histogram(leaf.slot), columns);
  });
}

function isFew({ few }: HistogramSource, { total }: Leaf): boolean {
  return few !== undefined && total.rows <= few.most;
}

/** Sets the splits that were found, and gives back histograms that no one needs. */
function keepSplits(growth: Growth, bySize: readonly Leaf[], splits: readonly (Split | undefined)[]): Leaf[] {
  for (const [i, leaf] of bySize.entries()) {
    leaf.split = splits[i];
    if (leaf.split !== undefined && leaf.slot !== passing) continue;
    release(growth, leaf.slot);
    leaf.slot = -1;
  }
  return bySize.filter(({ split }) => split !== undefined).toReversed();
}

function release({ freeSlots }: Growth, slot: number): void {
  if (slot > passing) freeSlots.push(slot);
}

function mayBeSplit({ depth, total }: Leaf, options: GrowOptions): boolean {
  return depth < options.depth && total.rows >= 2 * Math.max(1, options.minRows);
}

function fill({ source, freeSlots }: Growth, leaf: Leaf, columns: Uint32Array): void {
  leaf.slot = freeSlots.pop() ?? passing;
  source.fill(leaf.slot, leaf.begin, leaf.end, columns.length === source.columns.length ? undefined : columns);
}

function find({ source, options, random }: Growth, leaf: Leaf, histogram: Histogram, columns: Uint32Array) {
  const seed = options.thresholds === "random" ? random.int(2 ** 32) : 0;
  return findSplit(histogram, source.columns, boundsOf(leaf, options), columns, options, seed);
}

/** A share of the columns at random, at least one, ascending; `columns` are left in another order. */
function sample(columns: Uint32Array, share: number, random: Random): Uint32Array {
  if (share >= 1) return columns;
  const count = Math.max(1, Math.round(share * columns.length));
  for (let i = 0; i < count; i++) {
    const other = i + random.int(columns.length - i);
    const column = columns[i]!;
    columns[i] = columns[other]!;
    columns[other] = column;
  }
  return columns.slice(0, count).sort();
}
