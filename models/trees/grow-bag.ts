import { mixBits } from "../hash.ts";
import { type Random, seededRandom } from "../random.ts";
import { type GrowOptions, growTree } from "./grow-tree.ts";
import type { HistogramSource } from "./histogram-source.ts";
import { type GrownTree, type SingleTree, scaledTree } from "./tree-nodes.ts";

/** How the trees of a forest grow. */
export interface BagOptions extends GrowOptions {
  readonly trees: number;
  /** Whether a tree grows on as many rows as there are, drawn with repetition; or on each of them once. */
  readonly bootstrap: boolean;
}

/** A tree of a forest, its leaves divided by the number of trees, and what it says of the rows that it did not grow on. */
export interface BagTree {
  readonly tree: SingleTree;
  readonly outOfBag: OutOfBag;
}

/** Rows, and a score for each. */
export interface OutOfBag {
  readonly rows: Uint32Array;
  readonly scores: Float32Array;
}

/**
 * Grows one tree of a forest on a source of `count` rows whose residuals are the targets themselves, so that leaves are means. Equal seeds
 * give equal trees for each `index`.
 */
export function growBag(
  source: HistogramSource,
  count: number,
  options: BagOptions,
  seed: number,
  index: number,
): BagTree {
  const random = seededRandom(mixBits(seed) ^ mixBits(index + 1));
  const others = drawBag(source.order, count, options.bootstrap, random);
  const tree = growTree(source, count, options, random);
  return { tree: scaledTree(tree, 1 / options.trees), outOfBag: scoreOthers(source, tree, others) };
}

/** Puts the rows of a bag into the order, ascending, and gives those that are not in it: as many rows as there are, drawn with repetition, or each once. */
export function drawBag(order: Uint32Array, count: number, bootstrap: boolean, random: Random): Uint32Array {
  const times = new Uint32Array(count).fill(bootstrap ? 0 : 1);
  for (let draw = 0; bootstrap && draw < count; draw++) times[random.int(count)]!++;
  let place = 0;
  for (let row = 0; row < count; row++) {
    for (let time = 0; time < times[row]!; time++) order[place++] = row;
  }
  return Uint32Array.from(times.keys()).filter((row) => times[row] === 0);
}

/** Takes other rows through a tree the way it grew: by dividing them. */
function scoreOthers({ order, partition }: HistogramSource, tree: GrownTree, others: Uint32Array): OutOfBag {
  const { splits, left, right, value } = tree;
  order.set(others);
  const scores = new Float32Array(others.length);
  const begin = new Uint32Array(splits.length);
  const end = new Uint32Array(splits.length).fill(others.length, 0, 1);
  // children come after their parents
  for (const [node, split] of splits.entries()) {
    if (split === undefined) {
      scores.fill(value[node]!, begin[node], end[node]);
      continue;
    }
    begin[left[node]!] = begin[node]!;
    end[right[node]!] = end[node]!;
    const middle = begin[node] === end[node] ? end[node]! : partition(begin[node]!, end[node]!, split);
    end[left[node]!] = middle;
    begin[right[node]!] = middle;
  }
  return { rows: order.slice(0, others.length), scores };
}
