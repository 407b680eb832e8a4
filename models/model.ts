import type { Artifact } from "../schemas/artifact.ts";

/** Rows to score: features in row-major order, one row per (query, product) pair. */
export interface FeatureRows {
  /** Name and version of the feature set, such as `lexical-1`. */
  readonly featureSet: string;
  /** Name of each column. */
  readonly names: readonly string[];
  /** `count` × `names.length` values, row by row. */
  readonly values: Float32Array;
  readonly count: number;
}

/** Rows to learn from. */
export interface TrainingRows extends FeatureRows {
  /** The grade of each row. */
  readonly grades: Float32Array;
  /** The range a grade can have. */
  readonly labelMin: number;
  readonly labelMax: number;
}

/** Something that gives each row a score. */
export interface Model {
  readonly kind: string;
  /** Lowest and highest score it gives. */
  readonly scoreMin: number;
  readonly scoreMax: number;
  /** One score per row, clipped to the range. Throws MODEL_MISMATCH when the rows are of another feature set than it was trained on. */
  score(rows: FeatureRows): Promise<Float32Array>;
  /** The files that make it up, by name; `load` of its learner takes them back. */
  save(): Artifact;
  close(): Promise<void>;
}

/** How far a training is: a share between 0 and 1, and what it is doing. */
export interface Progress {
  readonly share: number;
  readonly doing: string;
}

/** What a training run is given from outside. */
export interface TrainingRun {
  readonly seed: number;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

/** A way to make models of one kind. */
export interface Learner<Config extends object = object> {
  readonly kind: string;
  readonly defaults: Config;
  /** Equal rows, config and seed give an equal model. Throws TRAINING_IMPOSSIBLE for no rows or labels without difference where the kind needs one. */
  fit(rows: TrainingRows, config: Config, run: TrainingRun): Promise<Model>;
  /** Throws DATA_DAMAGED when the artifact is not one of this kind. */
  load(artifact: Artifact): Promise<Model>;
}
