import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Learner, Model, TrainingRows, TrainingRun } from "../model.ts";
import { loadModel, saveModel } from "./model-file.ts";
import { fitRidge, normalEquations, type RidgeFit, standardise } from "./ridge-fit.ts";
import { checkDifference, checkScorable, checkTrainable, clip, type TrainedOn, trainedOn } from "./row-checks.ts";

/** How a ridge regression is fitted. */
export interface RidgeConfig {
  /** Penalties to choose from by leave-one-out error, each above 0; one alone is taken as it is. They bear on standardised columns. */
  readonly penalties: readonly number[];
}

/** What a ridge model learned: score = intercept + sum of coefficient × (value - mean) / scale, where a missing value is the mean. */
export interface RidgeWeights {
  readonly penalty: number;
  /** Root of the mean squared error of each training row predicted without it. */
  readonly leaveOneOutRmse: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly means: readonly number[];
  readonly scales: readonly number[];
}

/** A trained ridge regression. */
export interface RidgeModel extends Model {
  readonly weights: RidgeWeights;
}

/** Ridge regression in closed form on standardised columns; the intercept is not penalised. */
export const ridge = {
  kind: "ridge",
  learnsFrom: "features",
  defaults: { penalties: [0.1, 1, 10, 100, 1000, 10_000] },
  check: checkPenalties,
  async fit(rows: TrainingRows, config: RidgeConfig, run: TrainingRun): Promise<RidgeModel> {
    checkTrainable("ridge", rows);
    checkDifference("ridge", rows);
    checkPenalties(config);
    return ridgeModel(learn(rows, config, run), trainedOn(rows));
  },
  async load(artifact: Artifact): Promise<RidgeModel> {
    const saved = loadModel("ridge", artifact);
    const columns = saved.trainedOn.names.length;
    const weights = {
      penalty: saved.number("penalty"),
      leaveOneOutRmse: saved.number("leaveOneOutRmse"),
      intercept: saved.number("intercept"),
      coefficients: saved.numbers("coefficients", columns),
      means: saved.numbers("means", columns),
      scales: saved.numbers("scales", columns),
    };
    return ridgeModel(weights, saved.trainedOn);
  },
} as const satisfies Learner<RidgeConfig>;

function checkPenalties({ penalties }: RidgeConfig): void {
  if (penalties.length > 0 && penalties.every((penalty) => penalty > 0 && Number.isFinite(penalty))) return;
  throw new TwinstreamError("WRONG_USAGE", `ridge can't use the penalties [${penalties}]; give numbers above 0`);
}

function learn(rows: TrainingRows, { penalties }: RidgeConfig, run: TrainingRun): RidgeWeights {
  const standard = standardise(rows.values, rows.count, rows.names.length);
  const intercept = rows.grades.reduce((sum, grade) => sum + grade, 0) / rows.count;
  const equations = normalEquations(
    standard,
    Float64Array.from(rows.grades, (grade) => grade - intercept),
  );
  let best: (RidgeFit & { penalty: number }) | undefined;
  for (const [done, penalty] of penalties.entries()) {
    run.signal.throwIfAborted();
    run.progress({ share: done / penalties.length, doing: `ridge: penalty ${penalty}` });
    const fit = fitRidge(equations, penalty);
    if (best === undefined || fit.leaveOneOut < best.leaveOneOut) best = { ...fit, penalty };
  }
  run.progress({ share: 1, doing: `ridge: chose penalty ${best!.penalty}` });
  return {
    penalty: best!.penalty,
    leaveOneOutRmse: Math.sqrt(best!.leaveOneOut),
    intercept,
    coefficients: [...best!.coefficients],
    means: [...standard.means],
    scales: [...standard.scales],
  };
}

function ridgeModel(weights: RidgeWeights, trained: TrainedOn): RidgeModel {
  const columns = trained.names.length;
  const { coefficients, means, scales } = weights;
  const contribution = (value: number, column: number) =>
    Number.isNaN(value) ? 0 : (coefficients[column]! * (value - means[column]!)) / scales[column]!;
  return {
    kind: "ridge",
    scoreMin: trained.scoreMin,
    scoreMax: trained.scoreMax,
    weights,
    async score(rows) {
      checkScorable("ridge", trained, rows);
      return Float32Array.from({ length: rows.count }, (_, row) => {
        let score = weights.intercept;
        for (let column = 0; column < columns; column++) {
          score += contribution(rows.values[row * columns + column]!, column);
        }
        return clip(score, trained);
      });
    },
    async explain(rows) {
      checkScorable("ridge", trained, rows);
      const values = rows.values.map((value, place) => contribution(value, place % columns));
      return { names: trained.names, base: weights.intercept, values };
    },
    save: () => saveModel("ridge", trained, weights),
    close: async () => {},
  };
}
