import { TwinstreamError } from "../../schemas/errors.ts";
import { mixBits } from "../hash.ts";
import { type Random, seededRandom } from "../random.ts";
import { type BinnedSource, histogramLength, openBinnedSource, slotsFor } from "./binned-source.ts";
import { findBins, type NumberRows, writeBins } from "./binning.ts";
import { type GrowOptions, growTree } from "./grow-tree.ts";
import type { Objective, Targets } from "./objectives.ts";
import { leafOf, type TreeEnsemble } from "./tree-ensemble.ts";
import { allocateTreeMemory } from "./tree-memory.ts";
import { type GrownTree, joinTrees } from "./tree-nodes.ts";

/** How boosting goes. */
export interface BoostingOptions extends GrowOptions {
  readonly objective: Objective;
  /** Most trees. */
  readonly rounds: number;
  /** By how much the leaves of each tree are shrunk. */
  readonly learningRate: number;
  /** Share of the rows that each tree grows on, drawn anew. */
  readonly rowShare: number;
  /** After so many rounds without a lower loss on the validation rows it stops. */
  readonly patience: number;
  /** Columns whose values are categories, as whole numbers. */
  readonly categorical?: ReadonlySet<number>;
}

/** Rows to boost on. */
export interface BoostingRows extends NumberRows, Targets {
  /** A score that each row has already, such as another model's; the ensemble then holds only what is added to it. */
  readonly base?: Float64Array;
}

/** What boosting is given from outside. */
export interface BoostingRun {
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Rows to stop by; never learned from. */
  readonly validation?: BoostingRows;
  /** Takes each round that is done, and the loss on the validation rows. */
  learned?(round: number, validationLoss: number | undefined): void;
}

/** What boosting came to. */
export interface Boosted {
  /** The trees up to the round of the lowest validation loss; all where there are no validation rows. */
  readonly ensemble: TreeEnsemble;
  /** The validation loss after each round. */
  readonly losses: readonly number[];
}

/**
 * Gradient boosting with trees (Friedman 2001): each tree grows on what the trees before it lack. Equal rows, options and seed give an equal
 * ensemble. Lets others have the thread after each tree. Throws TRAINING_IMPOSSIBLE without rows, and the signal's reason when it aborts.
 */
export async function boostTrees(rows: BoostingRows, options: BoostingOptions, run: BoostingRun): Promise<Boosted> {
  checkRows(rows);
  const { objective } = options;
  const source = openSource(rows, options);
  const base = rows.base === undefined ? objective.start(rows) : 0;
  const scores = startScores(rows, base);
  const watch = run.validation && watchOf(run.validation, base);
  const trees: GrownTree[] = [];
  while (trees.length < options.rounds && !isOver(watch, options)) {
    await othersTurn();
    run.signal.throwIfAborted();
    objective.residuals(rows, scores, source.views.residuals, source.views.hessians);
    const random = seededRandom(mixBits(run.seed) ^ mixBits(trees.length + 1));
    const drawn = drawRows(source.order, rows.count, options.rowShare, random);
    const tree = scaledLeaves(growTree(source, drawn, options, random), options.learningRate);
    trees.push(tree);
    addToScores(tree, source, drawn, rows, scores);
    if (watch) addToWatch(watch, tree, objective);
    run.learned?.(trees.length, watch?.losses.at(-1));
  }
  const kept = watch === undefined ? trees : trees.slice(0, bestRound(watch));
  return { ensemble: joinTrees(kept, rows.columns, base), losses: watch?.losses ?? [] };
}

function checkRows({ count }: BoostingRows): void {
  if (count === 0) throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no rows to grow trees on; give some");
}

function openSource(rows: BoostingRows, { categorical, leaves, objective: { hasHessians } }: BoostingOptions) {
  const columns = findBins(rows, categorical);
  const length = histogramLength(columns, hasHessians);
  const memory = allocateTreeMemory({
    rows: rows.count,
    columns: rows.columns,
    orderLength: rows.count,
    histogramLength: length,
    slots: slotsFor(leaves, length),
    hasHessians,
    threads: 1,
  });
  const source = openBinnedSource(columns, memory);
  writeBins(rows, columns, source.views.bins);
  return source;
}

function startScores({ count, base }: BoostingRows, start: number): Float64Array {
  return base?.slice() ?? new Float64Array(count).fill(start);
}

/** Puts the rows of a tree into the order, ascending: all, or a share of them at random (Knuth's algorithm S). Gives how many there are. */
function drawRows(order: Uint32Array, count: number, share: number, random: Random): number {
  const wanted = share < 1 ? Math.max(1, Math.round(share * count)) : count;
  let drawn = 0;
  for (let row = 0; drawn < wanted; row++) {
    if (share < 1 && random.uniform() * (count - row) >= wanted - drawn) continue;
    order[drawn++] = row;
  }
  return wanted;
}

function scaledLeaves(tree: GrownTree, rate: number): GrownTree {
  return { ...tree, value: tree.value.map((value) => value * rate) };
}

/** Rows that the tree grew on are known by leaf; the others go through it. */
function addToScores(tree: GrownTree, { order }: BinnedSource, drawn: number, rows: NumberRows, scores: Float64Array) {
  if (drawn < rows.count) return addTree(tree, rows, scores);
  for (const { node, begin, end } of tree.leaves) {
    const value = tree.value[node]!;
    for (let place = begin; place < end; place++) scores[order[place]!]! += value;
  }
}

function addTree(tree: GrownTree, { columns, values }: NumberRows, scores: Float64Array): void {
  const single = joinTrees([tree], columns, 0);
  for (let row = 0; row < scores.length; row++) scores[row]! += tree.value[leafOf(single, 0, values, row)]!;
}

/** The validation rows as they are scored so far. */
interface Watch {
  readonly rows: BoostingRows;
  readonly scores: Float64Array;
  readonly losses: number[];
}

function watchOf(rows: BoostingRows, base: number): Watch {
  return { rows, scores: startScores(rows, base), losses: [] };
}

function addToWatch({ rows, scores, losses }: Watch, tree: GrownTree, objective: Objective): void {
  addTree(tree, rows, scores);
  losses.push(objective.loss(rows, scores));
}

/** How many trees gave the lowest loss; the first of equal ones. */
function bestRound({ losses }: Watch): number {
  return losses.reduce((best, loss, i) => (loss < losses[best]! ? i : best), 0) + 1;
}

function isOver(watch: Watch | undefined, { patience }: BoostingOptions): boolean {
  return watch !== undefined && watch.losses.length > 0 && watch.losses.length - bestRound(watch) >= patience;
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
