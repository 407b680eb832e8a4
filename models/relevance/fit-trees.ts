import { TwinstreamError } from "../../schemas/errors.ts";
import { treeOptions } from "../baselines/boosting-config.ts";
import { columnsWithout } from "../feature-columns.ts";
import { addSetFeatures } from "../features/set-features.ts";
import { mixBits } from "../hash.ts";
import type { PairTexts, TrainingRows, TrainingRun } from "../model.ts";
import { textsOf } from "../texts-of.ts";
import { type BoostingRows, boostTrees } from "../trees/boosting.ts";
import { predictTrees, type TreeEnsemble } from "../trees/tree-ensemble.ts";
import { foldsByKey, splitByFold } from "./folds.ts";
import { joinEnsembles } from "./join-ensembles.ts";
import { isWithout, kind, type RelevanceConfig } from "./relevance-config.ts";
import { type ColumnBlock, pickRows, stackColumns } from "./stacked-rows.ts";

/** Rows, and what each member says of them. */
export interface TreeExamples {
  readonly rows: TrainingRows;
  readonly blocks: readonly ColumnBlock[];
}

/** The trees of the champion. */
export interface RelevanceTrees {
  /** For a product among others of its search. */
  readonly together: TreeEnsemble;
  /** For a product that stands alone, of which nothing can be compared. */
  readonly alone: TreeEnsemble;
}

/** The trees of the champion, and what they got wrong. */
export interface FittedTrees {
  readonly trees: RelevanceTrees;
  /** Grade - prediction of each training row, by trees that did not learn from its pair; undefined where there is to be no memory. */
  readonly errors: Float64Array | undefined;
}

/**
 * Boosts trees several times and takes their mean, on whole searches and on products as if each stood alone; and once without each fold, for the
 * errors. Trees stop by `validation`. Asked to be quick it makes none for products that stand alone. Throws WRONG_USAGE when every column is left out.
 */
export async function fitTrees(
  examples: TreeExamples,
  validation: TreeExamples | undefined,
  config: RelevanceConfig,
  run: TrainingRun,
  { isQuick = false } = {},
): Promise<FittedTrees> {
  const times = {
    together: config.boosters,
    alone: isQuick ? 0 : Math.max(1, config.boosters - 1),
    folds: isWithout(config, "memory") ? 0 : config.folds,
  };
  const boost = createBooster(times.together + times.alone + times.folds, config, run);
  const mean = async (count: number, stand: (examples: TreeExamples) => BoostingRows) => {
    const [learned, watched] = [stand(examples), validation && stand(validation)];
    const boosted: TreeEnsemble[] = [];
    for (let i = 0; i < count; i++) boosted.push(await boost(learned, config.rounds, watched));
    return joinEnsembles(
      boosted,
      boosted.map(() => 1 / count),
    );
  };
  const together = await mean(times.together, (rows) => stackRows(rows, rows.rows.values, config));
  const alone =
    times.alone > 0 ? await mean(times.alone, (rows) => stackRows(rows, loneValues(rows.rows), config)) : together;
  const rounds = Math.round(together.roots.length / times.together);
  const errors = times.folds > 0 ? await errorsOutOfFold(examples, config, run.seed, rounds, boost) : undefined;
  return { trees: { together, alone }, errors };
}

type Boost = (rows: BoostingRows, rounds: number, validation?: BoostingRows) => Promise<TreeEnsemble>;

/** What boosts, `times` in all, each time with a seed of its own. */
function createBooster(times: number, config: RelevanceConfig, run: TrainingRun): Boost {
  const { signal, threads } = run;
  let turn = 0;
  return async (rows, rounds, validation) => {
    const before = turn++;
    const { ensemble } = await boostTrees(rows, treeOptions({ ...config, rounds }), {
      ...{ seed: mixBits(run.seed) ^ mixBits(turn), signal, threads },
      ...(validation && { validation }),
      learned: (round) =>
        run.progress({
          share: (before + round / rounds) / times,
          doing: `trees ${before + 1} of ${times}, round ${round}`,
        }),
    });
    return ensemble;
  };
}

/** Boosts without each fold in turn. Rows of the same pair are in one fold. */
async function errorsOutOfFold(
  examples: TreeExamples,
  config: RelevanceConfig,
  seed: number,
  rounds: number,
  boost: Boost,
): Promise<Float64Array> {
  const { rows } = examples;
  const stacked = stackRows(examples, rows.values, config);
  const folds = foldsByKey(pairKeys(textsOf(kind, rows)), config.folds, seed);
  const errors = new Float64Array(rows.count);
  for (let fold = 0; fold < config.folds; fold++) {
    const { inside, outside } = splitByFold(folds, fold);
    if (inside.length === 0 || outside.length === 0) continue;
    const ensemble = await boost(pickGraded(stacked, outside), rounds);
    const predicted = predictTrees(ensemble, pickRows(stacked, inside).values);
    for (const [i, row] of inside.entries()) errors[row] = rows.grades[row]! - predicted[i]!;
  }
  return errors;
}

/** The features as they would be had no other product been shown. */
function loneValues(rows: TrainingRows): Float32Array {
  const values = rows.values.slice();
  addSetFeatures(values);
  return values;
}

/** Features and what members say beside one another; columns that are left out are missing from every row, so no tree asks them. */
function stackRows({ rows, blocks }: TreeExamples, values: Float32Array, { without }: RelevanceConfig): BoostingRows {
  const stacked = stackColumns(rows.count, [{ values, width: rows.names.length }, ...blocks]);
  const kept = new Set(columnsWithout(rows.names, without));
  if (kept.size === 0 && blocks.length === 0)
    throw new TwinstreamError("WRONG_USAGE", "relevance can't be trained without anything; leave less out");
  for (const column of rows.names.keys()) {
    if (kept.has(column)) continue;
    for (let row = 0; row < rows.count; row++) stacked.values[row * stacked.columns + column] = Number.NaN;
  }
  return { ...stacked, targets: rows.grades };
}

function pickGraded(rows: BoostingRows, wanted: readonly number[]): BoostingRows {
  return { ...pickRows(rows, wanted), targets: Float32Array.from(wanted, (row) => rows.targets[row]!) };
}

/** A number for each row, equal where query and title are. */
function pairKeys({ texts, query, title }: PairTexts): Float64Array {
  return Float64Array.from(query, (place, row) => place * texts.length + title[row]!);
}
