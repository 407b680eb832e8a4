import { TwinstreamError } from "../../schemas/errors.ts";

/** How word vectors are learned; the names of gensim in brackets. */
export interface SkipGramConfig {
  /** How many numbers a vector has, at most 4,096 (vector_size). */
  readonly dimensions: number;
  /** How far a word's neighbours reach at most; each word draws its own reach from 1 to this (window). */
  readonly window: number;
  /** Words drawn by chance beside each neighbour (negative). */
  readonly negatives: number;
  /** They are drawn by their count to this power (ns_exponent). */
  readonly noiseExponent: number;
  /** Words with a larger share of all words than this are skipped now and then; 0 for never (sample). */
  readonly subsample: number;
  /** The learning rate at the start (alpha); it falls in a line to `lastLearningRate` (min_alpha). */
  readonly learningRate: number;
  readonly lastLearningRate: number;
  /** Words that occur less often are left out (min_count). */
  readonly minCount: number;
  readonly epochs: number;
}

const least: { readonly [name in keyof SkipGramConfig]: number } = {
  dimensions: 1,
  window: 1,
  negatives: 1,
  noiseExponent: 0,
  subsample: 0,
  learningRate: 0,
  lastLearningRate: 0,
  minCount: 1,
  epochs: 1,
};
const mostDimensions = 4_096;
const whole: readonly (keyof SkipGramConfig)[] = ["dimensions", "window", "negatives", "minCount", "epochs"];

/** Throws WRONG_USAGE for a setting that is too small, too large or should be whole. */
export function checkSkipGram(config: SkipGramConfig): void {
  for (const [name, lowest] of Object.entries(least) as [keyof SkipGramConfig, number][]) {
    const value = config[name];
    if (Number.isFinite(value) && value >= lowest && (!whole.includes(name) || Number.isInteger(value))) continue;
    const wanted = `a ${whole.includes(name) ? "whole " : ""}number of at least ${lowest}`;
    throw new TwinstreamError("WRONG_USAGE", `word2vec can't use ${name} = ${value}; give ${wanted}`);
  }
  if (config.dimensions <= mostDimensions) return;
  throw new TwinstreamError(
    "WRONG_USAGE",
    `word2vec can't use vectors of ${config.dimensions} numbers; give at most 4096`,
  );
}
