import { WeakCache } from "../weak-cache.ts";
import { type CategoryColumns, makeCategoryColumns } from "./category-columns.ts";
import { bytesOfMask, mostBlocks, splitBytes } from "./leaf-mask-code.ts";
import { blockRows, blocksOfColumn, kernelWith, type MaskedTrees } from "./leaf-mask-kernel.ts";
import { rankThresholds } from "./rank-thresholds.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** Small trees in a form in which many rows are followed at the same time. */
export interface LeafMasks {
  /** The sums of leaves and base, the same as by following each row from node to node. */
  predict(values: Float32Array): Float64Array;
}

/** A mask has a bit for each leaf of a tree. */
const mostLeaves = 32;

/** To make masks takes as long as to follow some hundred rows from node to node: not for a model that is asked once about a few. */
const rowsBeforeMasks = 8;

/** How many rows an ensemble was asked about, and what was made of it since. */
interface Known {
  rows: number;
  masks: LeafMasks | "large" | undefined;
}

const known = new WeakCache<TreeEnsemble, Known>();
const nothingYet = (): Known => ({ rows: 0, masks: undefined });

/**
 * The masks of trees that are asked about so many rows, made once; undefined as long as they were asked about a handful in all, when one has more than
 * 32 leaves, or when all of them have more different questions than two bytes tell apart.
 */
export function leafMasksOf(ensemble: TreeEnsemble, rows: number): LeafMasks | undefined {
  const ours = known.getOrMake(ensemble, nothingYet);
  ours.rows += rows;
  if (ours.masks === undefined && ours.rows >= rowsBeforeMasks) ours.masks = makeMasks(ensemble) ?? "large";
  return ours.masks === "large" ? undefined : ours.masks;
}

/**
 * All splits of a tree are asked, in any order, and each that sends a row right rules out the leaves on its left; the first leaf that remains is the
 * row's. There is no path to follow, so nothing to wait for, and vector instructions do many rows at a time (QuickScorer: Lucchese et al. 2015;
 * with vectors: Lucchese et al. 2016). Values are ranked among the thresholds of their column first, so that sixteen rows are compared at once, byte by
 * byte of a mask, of which most splits touch one (RapidScorer: Ye et al. 2018). A split by category asks a column made for it: 1 where a row goes right.
 */
function makeMasks(ensemble: TreeEnsemble): LeafMasks | undefined {
  const trees: FlatTree[] = [];
  for (const root of ensemble.roots) {
    const tree: FlatTree = { splits: [], leaves: [] };
    if (!flatten(ensemble, root, tree, 0)) return undefined;
    trees.push(tree);
  }
  const made = makeCategoryColumns(ensemble);
  const masked = placeTrees(ensemble, trees, made.columnOf);
  return masked && { predict: (values) => predictBlocks(ensemble, values, masked, made) };
}

/** A split with the bits of the leaves on its left. */
interface MaskedSplit {
  readonly node: number;
  readonly mask: number;
}

interface FlatTree {
  readonly splits: MaskedSplit[];
  /** The leaves, from left to right. */
  readonly leaves: number[];
}

/** Adds what lies below a node. False when there are more leaves than a mask has bits, as in every tree that is deeper. */
function flatten(ensemble: TreeEnsemble, node: number, tree: FlatTree, depth: number): boolean {
  if (ensemble.column[node]! < 0) return tree.leaves.push(node) <= mostLeaves;
  const begin = tree.leaves.length;
  if (depth >= mostLeaves || !flatten(ensemble, ensemble.left[node]!, tree, depth + 1)) return false;
  tree.splits.push({ node, mask: 2 ** tree.leaves.length - 2 ** begin });
  return flatten(ensemble, ensemble.right[node]!, tree, depth + 1);
}

function placeTrees(
  ensemble: TreeEnsemble,
  flat: readonly FlatTree[],
  made: CategoryColumns["columnOf"],
): MaskedTrees | undefined {
  const { columns, column, threshold, missingLeft, value } = ensemble;
  // a made column is never missing, so either way will do
  const askedOf = (node: number) =>
    made.has(node) ? { column: made.get(node)!, threshold: 0 } : { column: column[node]!, threshold: threshold[node]! };
  const { ranked, placeOf } = rankThresholds(flat.flatMap(({ splits }) => splits.map(({ node }) => askedOf(node))));
  if (blocksOfColumn * ranked.length > mostBlocks) return undefined;
  const bytes: number[] = [];
  const ends = new Uint32Array(bytesOfMask * flat.length);
  const leaves = new Float32Array(mostLeaves * flat.length);
  flat.forEach((tree, i) => {
    leaves.set(
      tree.leaves.map((node) => value[node]!),
      i * mostLeaves,
    );
    const splits = tree.splits.map(({ node, mask }) => {
      const { place, rank } = placeOf(askedOf(node));
      return { block: place * blocksOfColumn + (missingLeft[node] === 1 ? 0 : 1), rank, mask };
    });
    for (let byte = 0; byte < bytesOfMask; byte++) {
      for (const { block, rank, mask } of splits) {
        const part = (mask >>> (8 * byte)) & 255;
        if (part === 0) continue;
        bytes.push(block & 255, block >>> 8, rank & 255, part);
      }
      ends[i * bytesOfMask + byte] = bytes.length / splitBytes;
    }
  });
  return { columns: columns + made.size, ranked, splits: Uint8Array.from(bytes), ends, leaves };
}

function predictBlocks(
  { columns, base }: TreeEnsemble,
  values: Float32Array,
  masked: MaskedTrees,
  made: CategoryColumns,
): Float64Array {
  const kernel = kernelWith(masked);
  const sums = new Float64Array(values.length / columns);
  for (let begin = 0; begin < sums.length; begin += blockRows) {
    const rows = values.subarray(begin * columns, (begin + blockRows) * columns);
    const count = rows.length / columns;
    turn(rows, columns, kernel.block);
    made.write(rows, kernel.block, blockRows);
    kernel.sums.fill(base);
    // what is left in the block after the last row is followed too, and not looked at
    kernel.add(count);
    sums.set(kernel.sums.subarray(0, count), begin);
  }
  return sums;
}

/** Writes rows column by column: places of a column lie side by side, those of a row so far apart that the fastest cache holds few of them. */
function turn(rows: Float32Array, columns: number, block: Float32Array): void {
  for (let column = 0; column < columns; column++) {
    const start = column * blockRows;
    for (let from = column, row = 0; from < rows.length; from += columns, row++) block[start + row] = rows[from]!;
  }
}
