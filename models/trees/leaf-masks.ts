import { type CategoryColumns, makeCategoryColumns } from "./category-columns.ts";
import { blockRows, kernelWith, type MaskedTree, type MaskedTrees, rowsAtOnce } from "./leaf-mask-kernel.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** Small trees in a form in which many rows are followed at the same time. */
export interface LeafMasks {
  /** The sums of leaves and base, the same as by following each row from node to node. */
  predict(values: Float32Array): Float64Array;
}

/** A mask has a bit for each leaf of a tree. */
const mostLeaves = 32;

const known = new WeakMap<TreeEnsemble, LeafMasks | "large">();

/** The masks of trees, made once; undefined when one has more than 32 leaves. */
export function leafMasksOf(ensemble: TreeEnsemble): LeafMasks | undefined {
  let masks = known.get(ensemble);
  if (masks === undefined) {
    masks = makeMasks(ensemble) ?? "large";
    known.set(ensemble, masks);
  }
  return masks === "large" ? undefined : masks;
}

/**
 * All splits of a tree are asked, in any order, and each that sends a row right rules out the leaves on its left; the first leaf that remains is the
 * row's. There is no path to follow, so nothing to wait for, and vector instructions do sixteen rows at a time (QuickScorer: Lucchese et al. 2015;
 * with vectors: Lucchese et al. 2016). A split by category asks a column made for it: 1 where a row goes right.
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
  return { predict: (values) => predictBlocks(ensemble, values, masked, made) };
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

function placeTrees(ensemble: TreeEnsemble, flat: readonly FlatTree[], made: CategoryColumns["columnOf"]): MaskedTrees {
  const { columns, column, threshold, missingLeft, value } = ensemble;
  const ordered: MaskedSplit[] = [];
  const leaves: number[] = [];
  const trees = flat.map((tree): MaskedTree => {
    const [splits, leaf] = [ordered.length, leaves.length];
    // a made column is never missing, so either way will do
    ordered.push(...tree.splits.filter(({ node }) => missingLeft[node] === 1));
    const missingRight = ordered.length;
    ordered.push(...tree.splits.filter(({ node }) => missingLeft[node] !== 1));
    leaves.push(...tree.leaves.map((node) => value[node]!));
    return { splits, missingRight, end: ordered.length, leaf };
  });
  const splits = new Int32Array(3 * ordered.length);
  const thresholds = new Float32Array(splits.buffer);
  for (const [place, { node, mask }] of ordered.entries()) {
    splits[3 * place] = (made.get(node) ?? column[node]!) * blockRows * 4;
    thresholds[3 * place + 1] = made.has(node) ? 0 : threshold[node]!;
    splits[3 * place + 2] = mask;
  }
  return { columns: columns + made.size, splits, leaves: Float32Array.from(leaves), trees };
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
    kernel.add(Math.ceil(count / rowsAtOnce) * rowsAtOnce);
    sums.set(kernel.sums.subarray(0, count), begin);
  }
  return sums;
}

/** Writes rows column by column. */
function turn(rows: Float32Array, columns: number, block: Float32Array): void {
  for (let row = 0; row * columns < rows.length; row++) {
    for (let column = 0; column < columns; column++) block[column * blockRows + row] = rows[row * columns + column]!;
  }
}
