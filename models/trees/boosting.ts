import { TwinstreamError } from "../../schemas/errors.ts";
import { mixBits } from "../hash.ts";
import { othersTurn } from "../others-turn.ts";
import type { NumberRows } from "./binning.ts";
import type { SampleOptions } from "./grow-sample.ts";
import type { Objective, Targets } from "./objectives.ts";
import { renewLeaves } from "./renew-leaves.ts";
import { openCrew, type TreeCrew } from "./tree-crew.ts";
import { leafOf, type TreeEnsemble } from "./tree-ensemble.ts";
import { joinTrees, type LeafRows, type SingleTree, scaledTree } from "./tree-nodes.ts";

/** How boosting goes. */
export interface BoostingOptions extends SampleOptions {
  readonly objective: Objective;
  /** Most trees. */
  readonly rounds: number;
  /** By how much the leaves of each tree are shrunk. */
  readonly learningRate: number;
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
  /** Threads that grow each tree; their number changes nothing but the time. The calling one waits for the others. */
  readonly threads: number;
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
 * ensemble. Lets others have the thread after each tree. Throws TRAINING_IMPOSSIBLE without rows, WRONG_USAGE for options that don't go
 * together, and the signal's reason when it aborts.
 */
export async function boostTrees(rows: BoostingRows, options: BoostingOptions, run: BoostingRun): Promise<Boosted> {
  check(rows, options);
  const { objective, categorical = new Set() } = options;
  const base = rows.base === undefined ? objective.start(rows) : 0;
  const { hasHessians } = objective;
  const crew = await openCrew(rows, { sample: sampleOf(options), categorical, hasHessians, threads: run.threads });
  try {
    return await boost(crew, base, rows, options, run);
  } finally {
    await crew.close();
  }
}

function check({ count }: BoostingRows, { objective, monotone }: BoostingOptions): void {
  if (count === 0) throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no rows to grow trees on; give some");
  if (objective.leafValue !== undefined && monotone !== undefined) {
    const why = "its leaves are set after the tree has grown";
    throw new TwinstreamError("WRONG_USAGE", `a quantile can't be held monotone, as ${why}; leave out one of them`);
  }
}

/** Only what other threads can be sent. */
function sampleOf({
  objective,
  categorical,
  rounds,
  learningRate,
  patience,
  ...sample
}: BoostingOptions): SampleOptions {
  return sample;
}

async function boost(
  crew: TreeCrew,
  base: number,
  rows: BoostingRows,
  options: BoostingOptions,
  run: BoostingRun,
): Promise<Boosted> {
  const scores = startScores(rows, base);
  const watch = run.validation && watchOf(run.validation, base);
  const trees: SingleTree[] = [];
  while (trees.length < options.rounds && !isOver(watch, options)) {
    await othersTurn();
    run.signal.throwIfAborted();
    const tree = boostOnce(crew, rows, scores, options, mixBits(run.seed) ^ mixBits(trees.length + 1));
    trees.push(tree);
    if (watch) addToWatch(watch, tree, options.objective);
    run.learned?.(trees.length, watch?.losses.at(-1));
  }
  const kept = watch === undefined ? trees : trees.slice(0, bestRound(watch));
  return { ensemble: joinTrees(kept, rows.columns, base), losses: watch?.losses ?? [] };
}

/** Grows one more tree and adds it to the scores. */
function boostOnce(
  { source, grow }: TreeCrew,
  rows: BoostingRows,
  scores: Float64Array,
  { objective, learningRate }: BoostingOptions,
  seed: number,
): SingleTree {
  const { residuals, hessians } = source.views;
  objective.residuals(rows, scores, residuals, hessians);
  const { tree: grown, drawn } = grow(seed);
  const renewed = objective.leafValue
    ? renewLeaves(grown, source.order, (row) => rows.targets[row]! - scores[row]!, objective.leafValue)
    : grown;
  const tree = scaledTree(renewed, learningRate);
  if (drawn < rows.count) addTree(tree, rows, scores);
  else addLeaves(tree, grown.leaves, source.order, scores);
  return tree;
}

function startScores({ count, base }: BoostingRows, start: number): Float64Array {
  return base?.slice() ?? new Float64Array(count).fill(start);
}

/** All rows grew the tree, so each is known by its leaf. */
function addLeaves(
  { value: values }: SingleTree,
  leaves: readonly LeafRows[],
  order: Uint32Array,
  scores: Float64Array,
) {
  for (const { node, begin, end } of leaves) {
    const value = values[node]!;
    for (let place = begin; place < end; place++) scores[order[place]!]! += value;
  }
}

function addTree(tree: SingleTree, { columns, values }: NumberRows, scores: Float64Array): void {
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

function addToWatch({ rows, scores, losses }: Watch, tree: SingleTree, objective: Objective): void {
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
