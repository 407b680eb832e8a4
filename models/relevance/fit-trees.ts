import { treeOptions } from "../baselines/boosting-config.ts";
import { addSetFeatures } from "../features/set-features.ts";
import { mixBits } from "../hash.ts";
import type { PairTexts, TrainingRows, TrainingRun } from "../model.ts";
import { seededRandom } from "../random.ts";
import type { NumberRows } from "../trees/binning.ts";
import { type BoostingRows, boostTrees } from "../trees/boosting.ts";
import { predictTrees, type TreeEnsemble } from "../trees/tree-ensemble.ts";
import { cutSearches } from "./cut-searches.ts";
import { foldsByKey, splitByFold } from "./folds.ts";
import { joinEnsembles } from "./join-ensembles.ts";
import type { RelevanceConfig } from "./relevance-config.ts";
import { type ColumnBlock, pickRows, stackColumns } from "./stacked-rows.ts";
import { textsOf } from "./texts-of.ts";

/** What the trees of the champion learn from. */
export interface TreeExamples {
  readonly rows: TrainingRows;
  /** What each member says of the rows, out of fold. */
  readonly blocks: readonly ColumnBlock[];
  /** Rows to stop by, with the columns of the members; undefined where there are none. */
  readonly validation: BoostingRows | undefined;
}

/** The trees of the champion, and what they got wrong. */
export interface FittedTrees {
  readonly ensemble: TreeEnsemble;
  /** Grade - prediction of each training row, by trees that did not learn from its pair. */
  readonly errors: Float64Array;
}

/** Boosts trees several times, each on searches cut otherwise, and takes their mean; and once for each fold, for the errors. */
export async function fitTrees(
  examples: TreeExamples,
  config: RelevanceConfig,
  run: TrainingRun,
): Promise<FittedTrees> {
  const { boosters } = config;
  const boosted: TreeEnsemble[] = [];
  for (let turn = 0; turn < boosters; turn++) {
    boosted.push(await boost(cutRows(examples, run.seed + turn), turn, config, run, examples.validation));
  }
  const rounds = Math.round(boosted.reduce((sum, { roots }) => sum + roots.length, 0) / boosters);
  const errors = await errorsOutOfFold(examples, { ...config, rounds }, run);
  const weights = boosted.map(() => 1 / boosters);
  return { ensemble: joinEnsembles(boosted, weights), errors };
}

/** Boosts without each fold in turn. Rows of the same pair are in one fold. */
async function errorsOutOfFold(
  examples: TreeExamples,
  config: RelevanceConfig,
  run: TrainingRun,
): Promise<Float64Array> {
  const { rows, blocks } = examples;
  const uncut = stackRows(rows, rows.values, blocks);
  const folds = foldsByKey(pairKeys(textsOf(rows)), config.folds, run.seed);
  const errors = new Float64Array(rows.count);
  for (let fold = 0; fold < config.folds; fold++) {
    const { inside, outside } = splitByFold(folds, fold);
    if (inside.length === 0 || outside.length === 0) continue;
    const turn = config.boosters + fold;
    const learnedFrom = pickGraded(cutRows(examples, run.seed + turn), outside);
    const ensemble = await boost(learnedFrom, turn, config, run);
    const predicted = predictTrees(ensemble, pickRows(uncut, inside).values);
    for (const [i, row] of inside.entries()) errors[row] = rows.grades[row]! - predicted[i]!;
  }
  return errors;
}

/** Boosts once; `turn` counts the times, from 0. */
async function boost(
  rows: BoostingRows,
  turn: number,
  config: RelevanceConfig,
  { seed, signal, threads, progress }: TrainingRun,
  validation?: BoostingRows,
): Promise<TreeEnsemble> {
  const turns = config.boosters + config.folds;
  const { ensemble } = await boostTrees(rows, treeOptions(config), {
    ...{ seed: mixBits(seed) ^ mixBits(turn + 1), signal, threads },
    ...(validation && { validation }),
    learned: (round) =>
      progress({
        share: (turn + round / config.rounds) / turns,
        doing: `trees ${turn + 1} of ${turns}, round ${round}`,
      }),
  });
  return ensemble;
}

/** The rows as they would be had fewer products been shown. */
function cutRows({ rows, blocks }: TreeExamples, seed: number): BoostingRows {
  return { ...stackRows(rows, cutValues(rows, mixBits(seed)), blocks), targets: rows.grades };
}

function cutValues(rows: TrainingRows, seed: number): Float32Array {
  if (rows.searches === undefined) return rows.values;
  const values = rows.values.slice();
  const { texts, title } = textsOf(rows);
  const titles = Array.from(title, (place) => texts[place]!.stems);
  addSetFeatures(values, titles, cutSearches(rows.searches, seededRandom(seed)));
  return values;
}

function stackRows({ count, names }: TrainingRows, values: Float32Array, blocks: readonly ColumnBlock[]): NumberRows {
  return stackColumns(count, [{ values, width: names.length }, ...blocks]);
}

function pickGraded(rows: BoostingRows, wanted: readonly number[]): BoostingRows {
  return { ...pickRows(rows, wanted), targets: Float32Array.from(wanted, (row) => rows.targets[row]!) };
}

/** A number for each row, equal where query and title are. */
function pairKeys({ texts, query, title }: PairTexts): Float64Array {
  return Float64Array.from(query, (place, row) => place * texts.length + title[row]!);
}
