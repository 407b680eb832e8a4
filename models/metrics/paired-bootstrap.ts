import type { Interval, QualityFigures } from "../../schemas/manifest.ts";
import { seededRandom } from "../random.ts";
import { type BootstrapPlan, percentiles } from "./bootstrap.ts";
import { type EvaluationSums, emptySums, figures, merge } from "./evaluation.ts";

/** A figure of two models on the same rows. */
export interface PairedFigure {
  readonly first: number;
  readonly second: number;
  /** Second less first. */
  readonly difference: number;
  /** Where the difference lies with the confidence that was asked for. */
  readonly interval: Interval;
  /** The shares of the samples in which the difference is below 0, and above. */
  readonly below: number;
  readonly above: number;
}

/** The figures by which models are compared; null where it can't be told. */
export type PairedFigures = { readonly [name in PairedName]: PairedFigure | null };

/** The name of a figure by which models are compared. */
export type PairedName = (typeof pairedNames)[number];

const pairedNames = ["rmse", "mae", "ndcg10", "mrr"] as const satisfies readonly (keyof QualityFigures)[];

/** How a figure comes of its sum and its count. */
const recipes: { readonly [name in PairedName]: (sum: number, count: number) => number } = {
  rmse: (squaredErrors, pairs) => Math.sqrt(squaredErrors / pairs),
  mae: (absoluteErrors, pairs) => absoluteErrors / pairs,
  ndcg10: (ndcgs, rankedSearches) => ndcgs / rankedSearches,
  mrr: (reciprocalRanks, rankedSearches) => reciprocalRanks / rankedSearches,
};

/**
 * How much two models differ on the same searches, by resampling whole searches with replacement, the same ones for both (Efron & Tibshirani
 * 1993, chapter 13). Takes the sums of each search by itself, in the same order.
 */
export function pairedBootstrap(
  first: readonly EvaluationSums[],
  second: readonly EvaluationSums[],
  plan: BootstrapPlan,
): PairedFigures {
  if (first.length !== second.length) throw new Error(`${first.length} searches against ${second.length}`);
  const drawn = drawSamples(first, second, plan);
  const whole = [first, second].map((sums) => figures(sums.reduce<EvaluationSums>(merge, emptySums())));
  const of = (name: PairedName): PairedFigure | null => {
    const [a, b] = whole.map((quality) => quality[name]);
    const interval = percentiles(drawn[name], plan.confidence);
    if (a == null || b == null || interval === null) return null;
    const share = (isCounted: (difference: number) => boolean) => drawn[name].filter(isCounted).length / plan.samples;
    return {
      first: a,
      second: b,
      difference: b - a,
      interval,
      below: share((difference) => difference < 0),
      above: share((difference) => difference > 0),
    };
  };
  return { rmse: of("rmse"), mae: of("mae"), ndcg10: of("ndcg10"), mrr: of("mrr") };
}

/** The difference of each figure in each sample; NaN where a sample does not have the figure. */
function drawSamples(
  first: readonly EvaluationSums[],
  second: readonly EvaluationSums[],
  { seed, samples }: BootstrapPlan,
): { readonly [name in PairedName]: number[] } {
  const random = seededRandom(seed);
  const width = 2 + 2 * pairedNames.length;
  const table = Float64Array.from(first.flatMap((sums, i) => [...columnsOf(sums), ...columnsOf(second[i]!).slice(2)]));
  const differences = { rmse: [] as number[], mae: [] as number[], ndcg10: [] as number[], mrr: [] as number[] };
  for (let sample = 0; sample < (first.length === 0 ? 0 : samples); sample++) {
    const totals = new Float64Array(width);
    for (let i = 0; i < first.length; i++) {
      const start = random.int(first.length) * width;
      for (let column = 0; column < width; column++) totals[column]! += table[start + column]!;
    }
    pairedNames.forEach((name, i) => {
      const count = totals[name === "ndcg10" || name === "mrr" ? 1 : 0]!;
      const [one, other] = [totals[2 + i]!, totals[2 + pairedNames.length + i]!];
      differences[name].push(recipes[name](other, count) - recipes[name](one, count));
    });
  }
  return differences;
}

/** The counts, which two models have in common, then the sum of each figure. */
function columnsOf(sums: EvaluationSums): readonly number[] {
  return [sums.pairs, sums.rankedSearches, sums.sumSquaredError, sums.sumAbsoluteError, sums.sumNdcg, sums.sumMrr];
}
