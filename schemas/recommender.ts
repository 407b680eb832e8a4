import type { CurvePoint, TimeRange } from "./manifest.ts";
import type { CategorySeparation } from "./separation.ts";

/** How well one visitor's choices were foreseen; every figure is from 0 to 1, higher is better. */
export interface VisitorFigures {
  /** 1 where any choice is among the first ten. */
  readonly hitRate10: number;
  /** 1 / the rank of the choice that is highest up. */
  readonly mrr: number;
  readonly ndcg10: number;
  /** The share of the choices that are among the first hundred. */
  readonly recall100: number;
  /** How likely a choice stands above any other product. */
  readonly auc: number;
}

/** The mean of a figure over visitors, and where it lies with 95 % confidence. */
export interface MeanFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Means over visitors, by figure. */
export type MeanFigures = { readonly [name in keyof VisitorFigures]: MeanFigure };

/** The ways to recommend that a model is set beside. */
export const wayNames = ["model", "popularity", "itemToItem"] as const;
/** The name of such a way. */
export type Way = (typeof wayNames)[number];

/** Figures of each way over the same choices. */
export interface WayFigures {
  /** How many visitors and choices they are of. */
  readonly visitors: number;
  readonly choices: number;
  readonly ways: { readonly [way in Way]: MeanFigures };
}

/** How good a model's recommendations are beside those of simpler ways. */
export interface RecommenderJudgement {
  /** How many products are ranked for each visitor. */
  readonly catalog: number;
  /** Every product of the catalog is a candidate. */
  readonly full: WayFigures;
  /** The choices of products that were chosen in training, and of those that never were. */
  readonly warm: WayFigures;
  readonly cold: WayFigures;
  /** Products that were never chosen before, among themselves: at random the AUC is 0.5. */
  readonly coldAmongCold: WayFigures;
  /** Each choice among 99 products drawn at random. */
  readonly sampled: WayFigures;
  /** How many times as high the model's figures are as those of the other ways, over the full catalog. */
  readonly times: {
    readonly [way in Exclude<Way, "model">]: { readonly [figure in "hitRate10" | "mrr" | "ndcg10"]: MeanFigure };
  };
  /** What the first ten are like, and, to compare them with, what the visitors chose. */
  readonly lists: { readonly [way in Way | "chosen"]: ListFigures };
  /** How well the vectors of products tell departments and categories apart, on some thousands of the catalog. */
  readonly separations: readonly CategorySeparation[];
  /** Milliseconds to find the first ten for one visitor. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}

/** What lists of products are like. */
export interface ListFigures {
  /** The share of the catalog that is in any list. */
  readonly coverage: number;
  /** Mean of −log2 of the share of choices that fell on a product before: the higher, the less known. */
  readonly novelty: number;
  /** How often a recommended product was chosen before, in the mean over lists. */
  readonly meanPopularity: number;
  /** The share of recommended products that are of the few most chosen ones, on which half of all choices fell: the higher above that of what visitors chose, the more the list leans to what is popular. */
  readonly headShare: number;
}

/** A new model beside the one in use, on the same choices, which neither learned from. */
export interface BesideInUse {
  /** The model in use, which knows of every visitor what the new one knows. */
  readonly reference: string;
  readonly visitors: number;
  readonly choices: number;
  /** How many times as high the new model's figures are, over the full catalog. */
  readonly times: { readonly [figure in "hitRate10" | "mrr" | "ndcg10"]: MeanFigure };
}

/** What is known of a trained recommender: `manifest.json` of its folder. */
export interface RecommenderManifest {
  /** Such as `two-tower-3`. */
  readonly reference: string;
  readonly kind: string;
  /** Milliseconds since 1970 UTC. */
  readonly trainedAt: number;
  readonly trainingMs: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly programVersion: string;
  /** Name of the space of its vectors. */
  readonly space: string;
  readonly data: {
    readonly from: string;
    readonly choices: number;
    readonly visitors: number;
    readonly products: number;
    readonly times: TimeRange;
  };
  /** The epoch that ranked the choices best that it was chosen by. */
  readonly bestEpoch: number;
  readonly learningCurve: readonly CurvePoint[];
  /** On the last days, which the model that was measured had not seen; the one that is kept learned from them, too. */
  readonly test: RecommenderJudgement;
  /** The version that it went on from, where it learned new choices only. */
  readonly updates?: string;
  /** Not where there was no model in use, or where it had learned from the days of the test. */
  readonly beside?: BesideInUse;
  readonly sizeBytes: number;
  /** SHA-256 of each file of the model. */
  readonly files: Readonly<Record<string, string>>;
}
