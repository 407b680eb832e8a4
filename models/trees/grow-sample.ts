import { type Random, seededRandom } from "../random.ts";
import { type GrowOptions, growTree } from "./grow-tree.ts";
import type { HistogramSource } from "./histogram-source.ts";
import type { GrownTree } from "./tree-nodes.ts";

/** How a tree grows on a sample of rows. */
export interface SampleOptions extends GrowOptions {
  /** Share of the rows that it grows on. */
  readonly rowShare: number;
}

/** A tree and on how many rows it grew: the first of its source's order. */
export interface SampleTree {
  readonly tree: GrownTree;
  readonly drawn: number;
}

/** Grows a tree on a share of `count` rows at random; equal seeds give equal trees. */
export function growSample(source: HistogramSource, count: number, options: SampleOptions, seed: number): SampleTree {
  const random = seededRandom(seed);
  const drawn = drawRows(source.order, count, options.rowShare, random);
  return { tree: growTree(source, drawn, options, random), drawn };
}

/** Puts rows into the order, ascending: all, or a share of them, each at most once (Knuth's algorithm S). Gives how many there are. */
function drawRows(order: Uint32Array, count: number, share: number, random: Random): number {
  const wanted = share < 1 ? Math.max(1, Math.round(share * count)) : count;
  let drawn = 0;
  for (let row = 0; drawn < wanted; row++) {
    if (share < 1 && random.uniform() * (count - row) >= wanted - drawn) continue;
    order[drawn++] = row;
  }
  return wanted;
}
