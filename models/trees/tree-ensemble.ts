import { leafMasksOf } from "./leaf-masks.ts";

/**
 * Decision trees whose leaves add up, as flat arrays over the nodes of all trees. At an inner node a row goes left when its value is at
 * most the threshold, or in the set of categories where the node has one; a missing value (NaN) goes where the node sends it.
 */
export interface TreeEnsemble {
  /** How many values a row has. */
  readonly columns: number;
  /** Added to the leaves of every row. */
  readonly base: number;
  /** The first node of each tree. */
  readonly roots: Uint32Array;
  /** The column that a node asks, or -1 at a leaf. */
  readonly column: Int32Array;
  /** At most this goes left; of no meaning where a node has categories. */
  readonly threshold: Float32Array;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** 1 where a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** What a leaf adds; at an inner node what it would add if it were one. Single precision, so that other runtimes hold the very same number. */
  readonly value: Float32Array;
  /** By how much a split lowered the loss; 0 at a leaf. */
  readonly gain: Float32Array;
  /** How many training rows reached the node. */
  readonly cover: Float32Array;
  /** The whole numbers that go left, of nodes that split by category. */
  readonly categories: ReadonlyMap<number, ReadonlySet<number>>;
}

/** The sum of the leaves that each row reaches, and the base. `values` holds `columns` values a row, row by row. */
export function predictTrees(ensemble: TreeEnsemble, values: Float32Array): Float64Array {
  const { columns, base, roots } = ensemble;
  const sums = new Float64Array(values.length / columns).fill(base);
  const masks = leafMasksOf(ensemble, sums.length);
  if (masks !== undefined) return masks.predict(values);
  for (const root of roots) {
    for (let row = 0; row < sums.length; row++) sums[row]! += ensemble.value[leafOf(ensemble, root, values, row)]!;
  }
  return sums;
}

/** The leaf of a tree that a row reaches. */
export function leafOf(ensemble: TreeEnsemble, root: number, values: Float32Array, row: number): number {
  const { columns, column, left, right } = ensemble;
  let node = root;
  while (column[node]! >= 0) {
    node = goesLeft(ensemble, node, values[row * columns + column[node]!]!) ? left[node]! : right[node]!;
  }
  return node;
}

/** Where a node sends a value. */
export function goesLeft({ threshold, missingLeft, categories }: TreeEnsemble, node: number, value: number): boolean {
  if (Number.isNaN(value)) return missingLeft[node] === 1;
  const set = categories.get(node);
  return set === undefined ? value <= threshold[node]! : set.has(value);
}
