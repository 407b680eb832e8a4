import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { FeatureRows, Learner, Model, PairTexts, TrainingRows, TrainingRun } from "../model.ts";
import { linearContributions } from "../sparse/count-contributions.ts";
import { type CountColumns, type CountUnit, countVectors, learnCountColumns } from "../sparse/count-vectors.ts";
import { decodeFit, encodeFit } from "../sparse/fit-file.ts";
import { type LinearFit, scoresOf, solveRidge } from "../sparse/ridge-systems.ts";
import { textsOf } from "../texts-of.ts";
import { readCountColumns, writeCountColumns } from "./count-columns-file.ts";
import { loadModel, saveModel } from "./model-file.ts";
import { checkDifference, checkTrainable, clip, type TrainedOn } from "./row-checks.ts";

/** How a linear regression on counts is fitted. */
export interface LinearCountsConfig {
  /** How strongly weights are held down: the one with the least error on the validation rows is taken; 0 alone is plain least squares. */
  readonly penalties: readonly number[];
  /** A word or character has a column when it occurs in at least so many rows. */
  readonly minRows: number;
}

/** What a linear regression on counts learned. */
interface LinearCounts {
  readonly penalty: number;
  readonly columns: CountColumns;
  readonly fit: LinearFit;
}

/** Linear regression on how often each word is in the query and in the title. */
export const linearWords = linearCounts("linear-words", "words", { penalties: [1, 3, 10, 30, 100, 300], minRows: 3 });

/** Linear regression on how often each character is in the query and in the title. */
export const linearChars = linearCounts("linear-chars", "characters", { penalties: [1, 10, 100, 1000], minRows: 3 });

const fitName = "coefficients.safetensors";
const solving = { tolerance: 1e-3, mostSteps: 300 } as const;

function linearCounts(kind: string, unit: CountUnit, defaults: LinearCountsConfig) {
  return {
    kind,
    learnsFrom: "texts",
    defaults,
    check: (config: LinearCountsConfig) => checkConfig(kind, config),
    async fit(rows: TrainingRows, config: LinearCountsConfig, run: TrainingRun): Promise<Model> {
      checkTrainable(kind, rows);
      checkDifference(kind, rows);
      checkConfig(kind, config);
      const { featureSet, labelMin, labelMax } = rows;
      const trained = { featureSet, names: [], scoreMin: labelMin, scoreMax: labelMax };
      return linearModel(kind, unit, learn(kind, unit, rows, config, run), trained);
    },
    async load(artifact: Artifact): Promise<Model> {
      const saved = loadModel(kind, artifact);
      const columns = readCountColumns(kind, artifact);
      const fit = decodeFit(kind, fitName, artifact[fitName], columns.query.length + columns.title.length);
      return linearModel(kind, unit, { penalty: saved.number("penalty"), columns, fit }, saved.trainedOn);
    },
  } as const satisfies Learner<LinearCountsConfig>;
}

function checkConfig(kind: string, { penalties, minRows }: LinearCountsConfig): void {
  const wrong = (what: string) => new TwinstreamError("WRONG_USAGE", `${kind} can't use ${what}`);
  if (penalties.length === 0 || !penalties.every((penalty) => penalty >= 0 && Number.isFinite(penalty)))
    throw wrong(`the penalties [${penalties}]; give numbers of 0 or more`);
  if (!Number.isInteger(minRows) || minRows < 1) throw wrong(`minRows ${minRows}; give a whole number of 1 or more`);
}

function learn(
  kind: string,
  unit: CountUnit,
  rows: TrainingRows,
  { penalties, minRows }: LinearCountsConfig,
  run: TrainingRun,
): LinearCounts {
  const texts = textsOf(kind, rows);
  const columns = learnCountColumns(texts, unit, minRows);
  const fits = solveRidge(
    countVectors(texts, unit, columns),
    rows.grades,
    penalties.map((penalty) => ({ penalty })),
    {
      ...solving,
      onStep(step) {
        run.progress({ share: step / solving.mostSteps, doing: `${kind}: step ${step}` });
        run.signal.throwIfAborted();
      },
    },
  );
  const best = bestFit(kind, unit, columns, fits, run.validation);
  run.progress({ share: 1, doing: `${kind}: chose penalty ${penalties[best]}` });
  return { penalty: penalties[best]!, columns, fit: fits[best]! };
}

/** The place of the fit with the least error on the rows to choose by; without such rows the middle one. */
function bestFit(
  kind: string,
  unit: CountUnit,
  columns: CountColumns,
  fits: readonly LinearFit[],
  validation: TrainingRows,
): number {
  if (validation.count === 0 || fits.length === 1) return Math.floor(fits.length / 2);
  const matrix = countVectors(textsOf(kind, validation), unit, columns);
  const range = { scoreMin: validation.labelMin, scoreMax: validation.labelMax };
  const errors = fits.map((fit) =>
    scoresOf(matrix, fit).reduce((sum, score, row) => sum + (clip(score, range) - validation.grades[row]!) ** 2, 0),
  );
  return errors.indexOf(Math.min(...errors));
}

function linearModel(kind: string, unit: CountUnit, learned: LinearCounts, trained: TrainedOn): Model {
  const { penalty, columns, fit } = learned;
  return {
    kind,
    scoreMin: trained.scoreMin,
    scoreMax: trained.scoreMax,
    async score(rows: FeatureRows) {
      const texts: PairTexts = textsOf(kind, rows);
      return scoresOf(countVectors(texts, unit, columns), fit).map((score) => clip(score, trained));
    },
    async explain(rows: FeatureRows) {
      return linearContributions(countVectors(textsOf(kind, rows), unit, columns), columns, fit);
    },
    save: () => ({
      ...saveModel(kind, trained, { penalty }),
      ...writeCountColumns(columns),
      [fitName]: encodeFit(fit),
    }),
    close: async () => {},
  };
}
