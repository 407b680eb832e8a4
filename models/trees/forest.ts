import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { TwinstreamError } from "../../schemas/errors.ts";
import { othersTurn } from "../others-turn.ts";
import { histogramLength, openBinnedSource, slotsFor } from "./binned-source.ts";
import { findBins, type NumberRows, writeBins } from "./binning.ts";
import type { ForestMessage, ForestOrder } from "./forest-worker.ts";
import { type BagOptions, type BagTree, growBag } from "./grow-bag.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";
import { allocateTreeMemory } from "./tree-memory.ts";
import { joinTrees } from "./tree-nodes.ts";

/** A random forest (Breiman 2001) with best thresholds and bootstrap, extra trees (Geurts et al. 2006) with random ones and without. */
export interface ForestOptions extends BagOptions {
  /** Columns whose values are categories, as whole numbers. */
  readonly categorical?: ReadonlySet<number>;
}

/** Rows to grow a forest on. */
export interface ForestRows extends NumberRows {
  readonly targets: Float32Array;
}

/** What growing a forest is given from outside. */
export interface ForestRun {
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Threads that grow a tree each; their number changes nothing but the time. */
  readonly threads: number;
  /** Takes how many trees are grown. */
  grown?(trees: number): void;
}

/** Trees whose mean is the score. */
export interface Forest {
  readonly ensemble: TreeEnsemble;
  /** For each row the mean of the trees that did not grow on it; no number where all did. */
  readonly outOfBag: Float64Array;
}

/**
 * Grows a forest. Equal rows, options and seed give an equal one. Lets others have the thread after each tree. Throws TRAINING_IMPOSSIBLE
 * without rows, and the signal's reason when it aborts.
 */
export async function growForest(rows: ForestRows, options: ForestOptions, run: ForestRun): Promise<Forest> {
  if (rows.count === 0)
    throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no rows to grow trees on; give some");
  const { categorical, ...bag } = options;
  const bins = findBins(rows, categorical);
  const length = histogramLength(bins, false);
  const threads = Math.max(1, Math.min(run.threads, bag.trees));
  const memory = allocateTreeMemory({
    ...{ rows: rows.count, columns: rows.columns, orderLength: rows.count, threads },
    ...{ histogramLength: length, slots: slotsFor(bag, length), hasHessians: false },
  });
  const source = openBinnedSource(bins, memory);
  writeBins(rows, bins, source.views.bins);
  source.views.residuals.set(rows.targets);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const orderOf = (thread: number): ForestOrder => ({ bins, memory, thread, bag, seed: run.seed, next });
  const trees = await growAll(
    Array.from({ length: threads - 1 }, (_, i) => orderOf(i + 1)),
    (index) => growBag(source, rows.count, bag, run.seed, index),
    { trees: bag.trees, next },
    run,
  );
  const grown = trees.map(({ tree }) => tree);
  return { ensemble: joinTrees(grown, rows.columns, 0), outOfBag: meanOfOthers(trees, rows.count) };
}

/** Which tree is to grow next, counted up by all threads. */
interface Queue {
  readonly trees: number;
  readonly next: Int32Array;
}

/** Grows trees here and in threads of their own, whoever is free the next one, and gives them in their order. */
async function growAll(
  orders: readonly ForestOrder[],
  grow: (index: number) => BagTree,
  { trees, next }: Queue,
  { signal, grown }: ForestRun,
): Promise<readonly BagTree[]> {
  const found: BagTree[] = [];
  let count = 0;
  const keep = (index: number, tree: BagTree) => {
    found[index] = tree;
    grown?.(++count);
  };
  const workers = orders.map(
    (order) => new Worker(new URL("./forest-worker.js", import.meta.url), { workerData: order }),
  );
  for (const worker of workers) worker.on("message", ({ index, ...tree }: ForestMessage) => keep(index, tree));
  const ended = Promise.all(workers.map((worker) => once(worker, "exit")));
  // told of below, when this thread has done its part
  ended.catch(() => {});
  try {
    for (let index = Atomics.add(next, 0, 1); index < trees; index = Atomics.add(next, 0, 1)) {
      keep(index, grow(index));
      await othersTurn();
      signal.throwIfAborted();
    }
    await ended;
    return found;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function meanOfOthers(trees: readonly BagTree[], count: number): Float64Array {
  const sums = new Float64Array(count);
  const times = new Uint32Array(count);
  for (const { outOfBag } of trees) {
    for (const [i, row] of outOfBag.rows.entries()) {
      sums[row]! += outOfBag.scores[i]!;
      times[row]!++;
    }
  }
  return sums.map((sum, row) => (times[row] === 0 ? Number.NaN : sum / times[row]!));
}
