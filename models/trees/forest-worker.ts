/** A thread that grows trees of a forest, each by itself, until there is none left to grow. */
import { parentPort, workerData } from "node:worker_threads";
import { openBinnedSource } from "./binned-source.ts";
import type { ColumnBins } from "./binning.ts";
import { type BagOptions, type BagTree, growBag } from "./grow-bag.ts";
import type { TreeMemory } from "./tree-memory.ts";

/** What a thread of a forest is started with. */
export interface ForestOrder {
  readonly bins: readonly ColumnBins[];
  /** With bins and targets in it. */
  readonly memory: TreeMemory;
  readonly thread: number;
  readonly bag: BagOptions;
  readonly seed: number;
  /** In shared memory: the tree that grows next. */
  readonly next: Int32Array;
}

/** What it says: a tree and which one it is. */
export interface ForestMessage extends BagTree {
  readonly index: number;
}

const { bins, memory, thread, bag, seed, next } = workerData as ForestOrder;
const source = openBinnedSource(bins, memory, thread);
for (let index = Atomics.add(next, 0, 1); index < bag.trees; index = Atomics.add(next, 0, 1)) {
  const message: ForestMessage = { index, ...growBag(source, memory.shape.rows, bag, seed, index) };
  parentPort!.postMessage(message);
}
