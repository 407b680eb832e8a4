import { mixBits } from "../hash.ts";
import type { TrainingRun } from "../model.ts";
import { seededRandom } from "../random.ts";
import { drawBag } from "../trees/grow-bag.ts";
import { growTree } from "../trees/grow-tree.ts";
import type { TreeEnsemble } from "../trees/tree-ensemble.ts";
import { joinTrees } from "../trees/tree-nodes.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";
import { binCounts, openSparseSource } from "./sparse-source.ts";

/** How a forest on counts grows. */
export interface CountForestOptions {
  readonly trees: number;
  /** Fewest rows of a leaf. */
  readonly minRows: number;
  /** Most splits between root and leaf; a split on a rare word leaves nearly all rows on one side, so trees are deep. */
  readonly depth: number;
  /** Share of the columns that a tree, and that each of its nodes, may split by; drawing them anew at each node takes time where they are many. */
  readonly columnsPerTree: number;
  readonly columnsPerNode: number;
}

/** Histograms that are held at a time; a node without one has it made again from its rows. */
const slots = 64;

/**
 * A random forest (Breiman 2001, https://doi.org/10.1023/A:1010933404324) on rows of counts: each tree on rows drawn with repetition and on a share of
 * the columns. Equal rows, options and seed give an equal one. Throws the signal's reason when it aborts.
 */
export function growCountForest(
  matrix: SparseMatrix,
  targets: Float32Array,
  options: CountForestOptions,
  run: Pick<TrainingRun, "seed" | "signal" | "progress">,
): TreeEnsemble {
  const source = openSparseSource(binCounts(matrix), targets, slots);
  const growth = { ...options, leaves: Number.POSITIVE_INFINITY, minGain: 0, l2: 0, thresholds: "best" } as const;
  const trees = Array.from({ length: options.trees }, (_, index) => {
    run.progress({ share: index / options.trees, doing: `tree ${index + 1} of ${options.trees}` });
    run.signal.throwIfAborted();
    const random = seededRandom(mixBits(run.seed) ^ mixBits(index + 1));
    drawBag(source.order, matrix.rows, true, random);
    const tree = growTree(source, matrix.rows, growth, random);
    return { ...tree, value: tree.value.map((value) => value / options.trees) };
  });
  return joinTrees(trees, matrix.columns, 0);
}

/** The score of each row of counts: the sum of the leaves it reaches. */
export function scoreCounts({ base, roots, ...nodes }: TreeEnsemble, matrix: SparseMatrix): Float32Array {
  const { column, threshold, left, right, value } = nodes;
  const { rows, starts, places, values } = matrix;
  const counts = new Float32Array(matrix.columns);
  const scores = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++) counts[places[at]!] = values[at]!;
    let score = base;
    for (const root of roots) {
      let node = root;
      for (let asked = column[node]!; asked >= 0; asked = column[node]!) {
        node = counts[asked]! <= threshold[node]! ? left[node]! : right[node]!;
      }
      score += value[node]!;
    }
    scores[row] = score;
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++) counts[places[at]!] = 0;
  }
  return scores;
}
