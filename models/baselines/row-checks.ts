import { TwinstreamError } from "../../schemas/errors.ts";
import type { FeatureRows, TrainingRows } from "../model.ts";

/** What a model keeps of the rows it was trained on, to know whether others are alike. */
export interface TrainedOn {
  readonly featureSet: string;
  readonly names: readonly string[];
  readonly scoreMin: number;
  readonly scoreMax: number;
}

/** What a model keeps of its training rows. */
export function trainedOn(rows: TrainingRows): TrainedOn {
  const { featureSet, names, labelMin, labelMax } = rows;
  return { featureSet, names: [...names], scoreMin: labelMin, scoreMax: labelMax };
}

/**
 * Throws MODEL_MISMATCH when the rows are not of the features that the model was trained on, or hold an infinite value; NaN
 * is a missing one. A model that was trained on no columns reads none, so all rows suit it.
 */
export function checkScorable(kind: string, expected: TrainedOn, rows: FeatureRows): void {
  if (expected.names.length === 0) return;
  if (rows.featureSet !== expected.featureSet) {
    throw mismatch(`the ${kind} model was trained on "${expected.featureSet}", these rows are "${rows.featureSet}"`);
  }
  const other = expected.names.findIndex((name, column) => rows.names[column] !== name);
  if (other >= 0 || rows.names.length !== expected.names.length) {
    const column = other >= 0 ? other : expected.names.length;
    const [wanted, given] = [quoted(expected.names[column]), quoted(rows.names[column])];
    throw mismatch(`the ${kind} model needs ${wanted} as column ${column + 1}, these rows have ${given}`);
  }
  const fault = findInfinite(rows);
  if (fault !== undefined) throw mismatch(`the ${kind} model can't score ${fault}`);
}

/** Throws TRAINING_IMPOSSIBLE when there are no rows, a value is infinite, or a grade is not within the label range. */
export function checkTrainable(kind: string, rows: TrainingRows): void {
  if (rows.count === 0) throw impossible(kind, "there are no rows; give a file or a table with graded products");
  if (rows.grades.length !== rows.count) throw new Error(`${rows.count} rows, but ${rows.grades.length} grades`);
  checkRange(kind, rows);
  // A grade is a 32-bit float, so the ends of the range are compared as such.
  const [lowest, highest] = [Math.fround(rows.labelMin), Math.fround(rows.labelMax)];
  const outside = rows.grades.findIndex((grade) => !(grade >= lowest && grade <= highest));
  if (outside >= 0) {
    const range = `${rows.labelMin} to ${rows.labelMax}`;
    throw impossible(kind, `row ${outside + 1} has the grade ${rows.grades[outside]}, not one from ${range}; mend it`);
  }
  const fault = findInfinite(rows);
  if (fault !== undefined) throw impossible(kind, `can't learn from ${fault}; mend or leave out the row`);
}

/** Throws TRAINING_IMPOSSIBLE when all grades are the same. */
export function checkDifference(kind: string, rows: TrainingRows): void {
  if (rows.grades.some((grade) => grade !== rows.grades[0])) return;
  throw impossible(
    kind,
    `all ${rows.count} grades are ${rows.grades[0]}; give rows with different grades, or train mean`,
  );
}

/** Throws TRAINING_IMPOSSIBLE for a label range without width. */
export function checkRange(kind: string, { labelMin, labelMax }: TrainingRows): void {
  if (Number.isFinite(labelMin) && Number.isFinite(labelMax) && labelMin < labelMax) return;
  throw impossible(kind, `the label range ${labelMin} to ${labelMax} has no width; give another`);
}

/** A score brought into the model's range. */
export function clip(score: number, { scoreMin, scoreMax }: Pick<TrainedOn, "scoreMin" | "scoreMax">): number {
  return Math.max(scoreMin, Math.min(scoreMax, score));
}

function findInfinite({ names, values, count }: FeatureRows): string | undefined {
  if (values.length !== count * names.length) {
    throw new Error(`${count} rows of ${names.length} columns, but ${values.length} values`);
  }
  const place = placeOfInfinite(values);
  if (place < 0) return undefined;
  const row = Math.floor(place / names.length) + 1;
  return `row ${row}, where "${names[place % names.length]}" is ${values[place]}`;
}

/** A loop, as a call for each of a hundred columns of each row takes longer than many a model. */
function placeOfInfinite(values: Float32Array): number {
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return place;
  }
  return -1;
}

function quoted(name: string | undefined): string {
  return name === undefined ? "nothing" : `"${name}"`;
}

function mismatch(what: string): TwinstreamError {
  return new TwinstreamError("MODEL_MISMATCH", `${what}; compute the features anew or retrain the model`);
}

function impossible(kind: string, why: string): TwinstreamError {
  return new TwinstreamError("TRAINING_IMPOSSIBLE", `${kind} can't be trained: ${why}`);
}
