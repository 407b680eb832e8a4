import type { PairTexts, TrainingRun } from "../model.ts";
import { decodeFit, encodeFit } from "./fit-file.ts";
import { createPairScorer, type PairUnit, pairColumns, pairVectors } from "./pair-vectors.ts";
import { type LinearFit, scoresOf, solveRidge } from "./ridge-systems.ts";

/** A ridge regression on sparse vectors of pairs: one number that says a good deal about relevance, also of queries never seen. */
export interface PairRidge {
  readonly unit: PairUnit;
  /** The grade that each pair looks to have; not clipped to any range. */
  predict(texts: PairTexts): Promise<Float32Array>;
  /** The weights as a file. */
  save(): Uint8Array;
}

/** What to learn from. */
export interface PairExamples {
  readonly texts: PairTexts;
  /** The grade of each row. */
  readonly grades: Float32Array;
  /** The fold of each row, counted from 0; rows of one query in one fold tell how well unseen queries are predicted. */
  readonly folds: Uint8Array;
}

/** How it is fitted. */
export interface PairRidgeConfig {
  readonly unit: PairUnit;
  /** How strongly weights are held down. */
  readonly penalty: number;
}

/** A fitted regression, and what its like says of the very rows that it learned from. */
export interface FittedPairRidge {
  readonly model: PairRidge;
  /** The prediction of each row by a fit that has not seen the row's fold: what to learn from when this is stacked. */
  readonly outOfFold: Float32Array;
}

/** Penalties that did well on the Home Depot validation rows under either split, and near the best of all from half to twice as much. */
export const pairPenalties: { readonly [unit in PairUnit]: number } = { words: 60, characters: 80 };

/** The gradient is left at a thirtieth: more steps change no error by 0.0003. */
const solving = { tolerance: 0.03, mostSteps: 40 } as const;

/** Fits one ridge on all rows and one without each fold, in one go. Throws the signal's reason when it aborts. */
export function fitPairRidge(
  { texts, grades, folds }: PairExamples,
  { unit, penalty }: PairRidgeConfig,
  run: Pick<TrainingRun, "signal" | "progress">,
): FittedPairRidge {
  const vectors = pairVectors(texts, unit);
  const foldCount = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const withoutFolds = Array.from({ length: foldCount }, (_, left) => ({
    penalty,
    rows: folds.map((fold) => Number(fold !== left)),
  }));
  const [whole, ...fits] = solveRidge(vectors, grades, [{ penalty }, ...withoutFolds], {
    ...solving,
    onStep(step) {
      run.progress({ share: step / solving.mostSteps, doing: `ridge on pairs of ${unit}: step ${step}` });
      run.signal.throwIfAborted();
    },
  });
  const scores = fits.map((fit) => scoresOf(vectors, fit));
  return { model: pairRidge(unit, whole!), outOfFold: Float32Array.from(folds, (fold, row) => scores[fold]![row]!) };
}

/** Reads what `save` of a pair ridge wrote as a file of this name. Throws DATA_DAMAGED for anything else. */
export function loadPairRidge(kind: string, unit: PairUnit, file: string, bytes: Uint8Array | undefined): PairRidge {
  return pairRidge(unit, decodeFit(kind, file, bytes, pairColumns[unit]));
}

function pairRidge(unit: PairUnit, fit: LinearFit): PairRidge {
  return {
    unit,
    predict: createPairScorer(unit, fit),
    save: () => encodeFit(fit),
  };
}
