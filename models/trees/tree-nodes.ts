import type { ColumnBins } from "./binning.ts";
import type { Split } from "./histogram-source.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** A tree by itself, its root first. */
export type SingleTree = Omit<TreeEnsemble, "columns" | "base" | "roots">;

/** A tree, and how it divided the rows of its source. */
export interface GrownTree extends SingleTree {
  /** How each inner node divides rows. */
  readonly splits: readonly (Split | undefined)[];
  /** The node and the places of the rows of each leaf. */
  readonly leaves: readonly LeafRows[];
}

/** The rows of a leaf: those from `begin` to `end` in the order of the source. */
export interface LeafRows {
  readonly node: number;
  readonly begin: number;
  readonly end: number;
}

/** The nodes of a tree that grows. */
export interface TreeNodes {
  readonly splits: (Split | undefined)[];
  readonly column: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly missingLeft: number[];
  readonly value: number[];
  readonly gain: number[];
  readonly begin: number[];
  readonly end: number[];
  readonly categories: Map<number, ReadonlySet<number>>;
}

/** No nodes yet. */
export function noNodes(): TreeNodes {
  return {
    splits: [],
    column: [],
    threshold: [],
    left: [],
    right: [],
    missingLeft: [],
    value: [],
    gain: [],
    begin: [],
    end: [],
    categories: new Map(),
  };
}

/** Adds a leaf over some rows. */
export function addLeaf(nodes: TreeNodes, value: number, begin: number, end: number): void {
  nodes.splits.push(undefined);
  nodes.column.push(-1);
  nodes.threshold.push(0);
  nodes.left.push(0);
  nodes.right.push(0);
  nodes.missingLeft.push(0);
  nodes.value.push(value);
  nodes.gain.push(0);
  nodes.begin.push(begin);
  nodes.end.push(end);
}

/** Makes a leaf an inner node above two others. */
export function splitNode(
  nodes: TreeNodes,
  node: number,
  split: Split,
  { limits }: ColumnBins,
  [left, right]: readonly [number, number],
): void {
  const { column, gain, bin, leftBins, missingLeft } = split;
  nodes.splits[node] = split;
  nodes.column[node] = column;
  nodes.left[node] = left;
  nodes.right[node] = right;
  nodes.missingLeft[node] = Number(missingLeft);
  nodes.gain[node] = gain;
  if (leftBins === undefined) nodes.threshold[node] = limits[bin]!;
  else nodes.categories.set(node, new Set(limits.filter((_, each) => leftBins[each] === 1)));
}

/** The tree as it has grown. */
export function finishTree(nodes: TreeNodes): GrownTree {
  const { begin, end } = nodes;
  const leaves = nodes.column.flatMap((column, node) =>
    column < 0 ? [{ node, begin: begin[node]!, end: end[node]! }] : [],
  );
  return {
    column: Int32Array.from(nodes.column),
    threshold: Float32Array.from(nodes.threshold),
    left: Uint32Array.from(nodes.left),
    right: Uint32Array.from(nodes.right),
    missingLeft: Uint8Array.from(nodes.missingLeft),
    value: Float32Array.from(nodes.value),
    gain: Float32Array.from(nodes.gain),
    cover: Float32Array.from(end, (place, node) => place - begin[node]!),
    categories: nodes.categories,
    splits: nodes.splits,
    leaves,
  };
}

/** The trees as one ensemble over rows of `columns` values. */
export function joinTrees(trees: readonly SingleTree[], columns: number, base: number): TreeEnsemble {
  const sizes = trees.map((tree) => tree.column.length);
  const roots = Uint32Array.from(sizes.keys());
  for (let tree = 1; tree < trees.length; tree++) roots[tree] = roots[tree - 1]! + sizes[tree - 1]!;
  const nodes = sizes.reduce((sum, size) => sum + size, 0);
  const joined = <Numbers extends Column>(into: Numbers, name: NodeColumn): Numbers => {
    for (const [tree, root] of roots.entries()) into.set(trees[tree]![name], root);
    return into;
  };
  const shifted = (name: "left" | "right"): Uint32Array => {
    const into = joined(new Uint32Array(nodes), name);
    for (const [tree, root] of roots.entries()) {
      for (let node = root; node < root + sizes[tree]!; node++) into[node]! += root;
    }
    return into;
  };
  return {
    columns,
    base,
    roots,
    column: joined(new Int32Array(nodes), "column"),
    threshold: joined(new Float32Array(nodes), "threshold"),
    left: shifted("left"),
    right: shifted("right"),
    missingLeft: joined(new Uint8Array(nodes), "missingLeft"),
    value: joined(new Float32Array(nodes), "value"),
    gain: joined(new Float32Array(nodes), "gain"),
    cover: joined(new Float32Array(nodes), "cover"),
    categories: new Map(
      trees.flatMap(({ categories }, tree) =>
        Array.from(categories, ([node, set]): [number, ReadonlySet<number>] => [roots[tree]! + node, set]),
      ),
    ),
  };
}

/** The tree alone, with all that it adds times a factor. */
export function scaledTree(
  { column, threshold, left, right, missingLeft, value, gain, cover, categories }: SingleTree,
  factor: number,
): SingleTree {
  const scaled = value.map((each) => each * factor);
  return { column, threshold, left, right, missingLeft, value: scaled, gain, cover, categories };
}

type Column = Int32Array | Uint32Array | Float32Array | Uint8Array;
type NodeColumn = "column" | "threshold" | "left" | "right" | "missingLeft" | "value" | "gain" | "cover";
