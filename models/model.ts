import type { Artifact } from "../schemas/artifact.ts";
import type { CurvePoint } from "../schemas/manifest.ts";
import type { EmbeddableText, TextEmbedder } from "./embedding/embedder.ts";
import type { EncoderWish, SentenceEncoder } from "./embedding/sentence-encoder.ts";
import type { Tfjs } from "./net/engines/tfjs.ts";

/** Rows to score: features in row-major order, one row per (query, product) pair. */
export interface FeatureRows {
  /** Name and version of the feature set, such as `lexical-2`. */
  readonly featureSet: string;
  /** Name of each column. */
  readonly names: readonly string[];
  /** `count` × `names.length` values, row by row. */
  readonly values: Float32Array;
  readonly count: number;
  /** The vectors of each pair, for models that compare them; of the space of the model's own embedder. */
  readonly vectors?: PairVectors;
  /** The texts of each pair, for models that read them. */
  readonly texts?: PairTexts;
  /** The search that each row belongs to, counted from 0; rows of one search follow one another. Without it each row stands alone. */
  readonly searches?: Uint32Array;
}

/** The vector of query and title of each row; equal texts share theirs. */
export interface PairVectors {
  readonly query: readonly Float32Array[];
  readonly title: readonly Float32Array[];
}

/** The texts of rows, and which one a row has: in training each text is there once, live at most once a search. */
export interface PairTexts {
  readonly texts: readonly EmbeddableText[];
  /** For each row the index of its query, and of its title, in `texts`. */
  readonly query: Uint32Array;
  readonly title: Uint32Array;
}

/** Rows to learn from. */
export interface TrainingRows extends FeatureRows {
  /** The grade of each row. */
  readonly grades: Float32Array;
  /** The range a grade can have. */
  readonly labelMin: number;
  readonly labelMax: number;
}

/** What scores are made of. */
export interface Contributions {
  /** What each contribution comes from: a feature by its name, or a part of the model in words. */
  readonly names: readonly string[];
  /** The score of a row without any contribution. */
  readonly base: number;
  /** `count` × `names.length` values, row by row; with `base` they add up to the score before it is clipped to the range. */
  readonly values: Float32Array;
}

/** Something that gives each row a score. */
export interface Model {
  readonly kind: string;
  /** What it was built from beside rows, by name, such as other models within it or a pretrained encoder. */
  readonly builtFrom?: readonly string[];
  /** Lowest and highest score it gives. */
  readonly scoreMin: number;
  readonly scoreMax: number;
  /** What makes the vectors that it compares, when it brings its own; it has a space of its own. */
  readonly embedder?: TextEmbedder;
  /** One score per row, clipped to the range. Throws MODEL_MISMATCH when the rows are of another feature set than it was trained on, or lack the vectors it compares. */
  score(rows: FeatureRows): Promise<Float32Array>;
  /** What each score is made of, for kinds that can tell. Throws as `score` does. */
  explain?(rows: FeatureRows): Promise<Contributions>;
  /** The files that make it up, by name; `load` of its learner takes them back. */
  save(): Artifact;
  close(): Promise<void>;
}

/** How far a training is: a share between 0 and 1, and what it is doing. */
export interface Progress {
  readonly share: number;
  readonly doing: string;
}

/** Keeps what a training has come to, so that a training that was ended can go on. */
export interface Checkpoints {
  /** What was saved last under a name, or undefined. */
  load(name: string): Promise<Uint8Array | undefined>;
  /** Replaces what was saved under the name, whole or not at all. */
  save(name: string, bytes: Uint8Array): Promise<void>;
  /** Whether another one is worth its cost by now; without it one is saved after each epoch. */
  isDue?(): boolean;
}

/** What learners and models need from outside, handed to them. */
export interface Surroundings {
  /** Threads that one step or one batch of scores may use. */
  readonly threads: number;
  /** A pretrained sentence encoder by the name of a hub or a local folder. Throws MODEL_NOT_FOUND, saying how to get one. */
  openEncoder(source: string, wish?: EncoderWish): Promise<SentenceEncoder>;
  /** `@tensorflow/tfjs-node`, when the user has installed it. Throws WRONG_USAGE, saying how to, when not. */
  openTfjs(): Promise<Tfjs>;
}

/** What a training run is given from outside. */
export interface TrainingRun extends Surroundings {
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Rows to choose by, such as when to stop; never learned from. */
  readonly validation: TrainingRows;
  readonly checkpoints: Checkpoints;
  progress(progress: Progress): void;
  /** Takes a point of the learning curve. */
  learned(point: CurvePoint): void;
}

/** What a model can be made without, to see what it is worth. */
export interface AblationGroup {
  readonly name: string;
  readonly says: string;
  /** How many columns it has. */
  readonly columns: number;
}

/** Trainings on the same rows that each leave some groups out. */
export interface Ablation {
  readonly groups: readonly AblationGroup[];
  /** Names of groups that take so long to learn that all trainings leave them out but those that tell what they are worth. */
  readonly costly: readonly string[];
  /** The scores of the run's validation rows by a model that learned without groups of these names. */
  scores(without: readonly string[], run: TrainingRun): Promise<Float32Array>;
  close(): Promise<void>;
}

/** A way to make models of one kind. */
export interface Learner<Config extends object = object> {
  readonly kind: string;
  /** What it learns from above all: the features of rows, their texts alone, or both; or the grades and nothing else. */
  readonly learnsFrom: "features" | "texts" | "both" | "grades";
  readonly defaults: Config;
  /** Throws WRONG_USAGE for settings that it can't learn with; without it any do. */
  check?(config: Config): void;
  /** Equal rows, config, seed and threads give an equal model. Throws TRAINING_IMPOSSIBLE for no rows or labels without difference where the kind needs one. */
  fit(rows: TrainingRows, config: Config, run: TrainingRun): Promise<Model>;
  /** Makes ready to learn without this and that, for kinds that read more than columns of features. Throws as `fit` does. */
  ablation?(rows: TrainingRows, config: Config, run: TrainingRun): Promise<Ablation>;
  /** Throws DATA_DAMAGED when the artifact is not one of this kind. */
  load(artifact: Artifact, surroundings: Surroundings): Promise<Model>;
}
