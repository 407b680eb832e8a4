import { boostingRows, treeOptions } from "../baselines/boosting-config.ts";
import { addSetFeatures } from "../features/set-features.ts";
import { mixBits } from "../hash.ts";
import type { TrainingRows, TrainingRun } from "../model.ts";
import { seededRandom } from "../random.ts";
import type { NumberRows } from "../trees/binning.ts";
import { type BoostingRun, boostTrees } from "../trees/boosting.ts";
import { predictTrees, type TreeEnsemble } from "../trees/tree-ensemble.ts";
import { cutSearches } from "./cut-searches.ts";
import { foldsByKey, splitByFold } from "./folds.ts";
import { joinEnsembles } from "./join-ensembles.ts";
import type { RelevanceConfig } from "./relevance-config.ts";
import { pickRows, stackColumns } from "./stacked-rows.ts";
import { textsOf } from "./texts-of.ts";

/** The trees of the champion, and what they got wrong. */
export interface FittedTrees {
  readonly ensemble: TreeEnsemble;
  /** Grade - prediction of each training row, by trees that did not learn from it. */
  readonly errors: Float64Array;
}

/** Boosts trees several times, each on searches cut otherwise, and takes their mean; and once for each fold, for the errors. */
export async function fitTrees(
  rows: TrainingRows,
  stacked: NumberRows,
  stackedValidation: NumberRows,
  config: RelevanceConfig,
  run: TrainingRun,
): Promise<FittedTrees> {
  const join = (values: Float32Array) => joined(rows, values, stacked);
  const whole = join(rows.values);
  const { validation } = run;
  const watched = validation.count > 0 && {
    validation: { ...boostingRows(validation), ...joined(validation, validation.values, stackedValidation) },
  };
  const times = config.boosters + config.folds;
  let done = 0;
  const boost = async (
    table: NumberRows,
    targets: Float32Array,
    rounds: number,
    watch: Pick<BoostingRun, "validation">,
  ) => {
    const seed = mixBits(run.seed) ^ mixBits(done + 1);
    const { ensemble } = await boostTrees(
      { ...table, targets },
      { ...treeOptions(config), rounds },
      {
        ...watch,
        seed,
        signal: run.signal,
        threads: run.threads,
        learned: (round) =>
          run.progress({
            share: (done + round / rounds) / times,
            doing: `trees ${done + 1} of ${times}, round ${round}`,
          }),
      },
    );
    done++;
    return ensemble;
  };
  const cut = (booster: number) => join(cutValues(rows, mixBits(run.seed + booster)));
  const boosted: TreeEnsemble[] = [];
  for (let i = 0; i < config.boosters; i++) {
    boosted.push(await boost(cut(i), rows.grades, config.rounds, watched || {}));
  }
  const rounds = Math.round(boosted.reduce((sum, { roots }) => sum + roots.length, 0) / boosted.length);
  const folds = foldsByKey(Uint32Array.from(rows.grades.keys()), config.folds, run.seed);
  const errors = new Float64Array(rows.count);
  for (let fold = 0; fold < config.folds; fold++) {
    const { inside, outside } = splitByFold(folds, fold);
    const targets = Float32Array.from(outside, (row) => rows.grades[row]!);
    const ensemble = await boost(pickRows(cut(config.boosters + fold), outside), targets, rounds, {});
    const predicted = predictTrees(ensemble, pickRows(whole, inside).values);
    for (const [i, row] of inside.entries()) errors[row] = rows.grades[row]! - predicted[i]!;
  }
  return {
    ensemble: joinEnsembles(
      boosted,
      boosted.map(() => 1 / boosted.length),
    ),
    errors,
  };
}

function joined({ count, names }: TrainingRows, values: Float32Array, stacked: NumberRows): NumberRows {
  return stackColumns(count, [
    { values, width: names.length },
    { values: stacked.values, width: stacked.columns },
  ]);
}

/** The features as they would be had fewer products been shown. */
function cutValues(rows: TrainingRows, seed: number): Float32Array {
  const copy = rows.values.slice();
  const { texts, title } = textsOf(rows);
  const titles = Array.from(title, (place) => texts[place]!.stems);
  if (rows.searches !== undefined) addSetFeatures(copy, titles, cutSearches(rows.searches, seededRandom(seed)));
  return copy;
}
