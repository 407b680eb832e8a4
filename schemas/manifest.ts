/** Errors and ranking quality over one part of the data. */
export interface QualityFigures {
  readonly pairs: number;
  readonly searches: number;
  readonly rmse: number;
  readonly mse: number;
  readonly mae: number;
  readonly bias: number;
  readonly pearson: number | null;
  readonly ndcg10: number | null;
  readonly mrr: number | null;
}

/** Where a figure lies with some confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The figures that have an interval; null where it can't be told. */
export type FigureIntervals = {
  readonly [name in Exclude<keyof QualityFigures, "pairs" | "searches">]: Interval | null;
};

/** How judged rows are divided: single rows, whole queries, or some queries whole and some rows of the others. */
export type SplitBy = (typeof splitChoices)[number];

/** Every way to divide judged rows. */
export const splitChoices = ["rows", "queries", "both"] as const;

/** From one time to another, both included, milliseconds since 1970 UTC. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Where a training stood after an epoch. */
export interface CurvePoint {
  /** 1 is the first. */
  readonly epoch: number;
  /** Mean loss of the epoch's batches, each before its step. */
  readonly trainingLoss: number;
  /** Loss on the rows it chooses by. */
  readonly validationLoss: number;
  /** How many of those it puts into the right category, from 0 to 1; absent for what knows no categories. */
  readonly validationAccuracy?: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
}

/** What is known of a trained model: `manifest.json` of its folder. */
export interface Manifest {
  /** Kind and version, such as `ridge-3`. */
  readonly reference: string;
  readonly kind: string;
  /** When it was trained, milliseconds since 1970 UTC. */
  readonly trainedAt: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly featureSet: string;
  /** Name of the embedding space its features were made in, and its vectors live in. */
  readonly space: string;
  /** The model that lends its embedder, such as `word2vec-1`; absent when it uses its own or the built-in one. */
  readonly embedder?: string;
  readonly vocabulary: string;
  readonly scoreMin: number;
  readonly scoreMax: number;
  /** What it learned from. */
  readonly data: {
    readonly from: string;
    /** SHA-256 over the rows, in order. */
    readonly hash: string;
    readonly rows: number;
    readonly queries: number;
    readonly split: SplitBy;
    /** Only events from this time on were taken, milliseconds since 1970 UTC; absent where all were. */
    readonly since?: number;
    /** Times of the first and the last event of the rows; absent where rows have no times of their own. */
    readonly times?: TimeRange;
  };
  /** Version of the program that trained it. This, and what follows up to the size, is absent in models of before it was kept. */
  readonly programVersion?: string;
  /** The champion when it was trained; also absent when there was none. */
  readonly parent?: string;
  /** What it was built from: the model that lent its embedder, those within it, a pretrained encoder; also absent when there was none. */
  readonly builtFrom?: readonly string[];
  /** Bytes of the model's own files, without the vocabulary and the rest that every model has beside them. */
  readonly sizeBytes?: number;
  /** Quality on the rows it was fitted on, those it was chosen by, and those it never saw. */
  readonly metrics: {
    readonly train: QualityFigures;
    readonly validation: QualityFigures;
    readonly test: QualityFigures;
    /** The test rows whose query is among those it was fitted on, and the others; absent without such rows, and in models of before they were told apart. */
    readonly seen?: QualityFigures;
    readonly unseen?: QualityFigures;
    /** 95 % confidence intervals from resampling searches; absent in models of before they were kept. */
    readonly intervals?: { readonly [part in "test" | "seen" | "unseen"]?: FigureIntervals };
  };
  /** Loss by epoch; empty for kinds that don't learn by epochs. Absent in models of before it was kept. */
  readonly learningCurve?: readonly CurvePoint[];
  readonly trainingMs: number;
  /** Milliseconds of processor time for a thousand scores as a stream makes them, once the features are there; a model that brings its own embedder embeds the texts within that time. */
  readonly msPerThousandScores: number;
  /** SHA-256 of each file of the model. */
  readonly files: Readonly<Record<string, string>>;
}
