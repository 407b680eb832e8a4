import type { CurvePoint } from "./manifest.ts";

/** How well one category is told. */
export interface ClassFigures {
  readonly category: string;
  /** Of those said to be of it, how many are. */
  readonly precision: number;
  /** Of those that are of it, how many are said to be. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1: number;
  /** How many are of it. */
  readonly count: number;
}

/** How well categories are told. */
export interface Classification {
  readonly count: number;
  readonly accuracy: number;
  /** The mean F1 of the categories that are there or were said to be, as scikit-learn has it. */
  readonly macroF1: number;
  /** By category, in the order given. */
  readonly classes: readonly ClassFigures[];
  /** How many of the category of a row were said to be of that of a column. */
  readonly confusion: readonly (readonly number[])[];
}

/** How well a model tells categories by what it sees; that of one alone hides the other from the same model. */
export interface ClassifierFigures {
  readonly both: Classification;
  readonly picture: Omit<Classification, "classes" | "confusion">;
  readonly title: Omit<Classification, "classes" | "confusion">;
}

/** What is known of a trained model that tells categories: `manifest.json` of its folder. */
export interface ClassifierManifest {
  /** Kind and version, such as `hybrid-3`. */
  readonly reference: string;
  readonly kind: string;
  /** When it was trained, milliseconds since 1970 UTC. */
  readonly trainedAt: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Name of the space of its vectors. */
  readonly space: string;
  readonly data: {
    readonly from: string;
    /** SHA-256 over the products and their pictures, in order. */
    readonly hash: string;
    readonly products: number;
    readonly pictures: number;
    /** The share of titles that was held back for the test. */
    readonly heldOut: number;
  };
  readonly programVersion: string;
  readonly sizeBytes: number;
  /** On the products it was chosen by, and on those it never saw; absent where none was held back. */
  readonly metrics: { readonly validation: ClassifierFigures; readonly test?: ClassifierFigures };
  readonly learningCurve: readonly CurvePoint[];
  readonly trainingMs: number;
  /** Milliseconds of processor time for a thousand products whose pictures are decoded. */
  readonly msPerThousandProducts: number;
  /** SHA-256 of each file of the model. */
  readonly files: Readonly<Record<string, string>>;
}
