import type { FigureIntervals, Interval, QualityFigures } from "../../schemas/manifest.ts";
import { seededRandom } from "../random.ts";
import { type EvaluationSums, emptySums, figures, sumNames } from "./evaluation.ts";

/** How to resample. */
export interface BootstrapPlan {
  readonly seed: number;
  /** How many samples are drawn. */
  readonly samples: number;
  /** How much of the samples an interval holds, such as 0.95. */
  readonly confidence: number;
}

/** As every interval of this program is made: 95 % of 1,000 samples. */
export const usualResampling = { samples: 1000, confidence: 0.95 } as const satisfies Omit<BootstrapPlan, "seed">;

type IntervalName = keyof FigureIntervals;

/**
 * Percentile confidence intervals from resampling whole searches with replacement, since the products of one search are not
 * independent. Takes the sums of each search by itself.
 */
export function bootstrap(searches: readonly EvaluationSums[], plan: BootstrapPlan): FigureIntervals {
  const width = sumNames.length;
  const table = Float64Array.from(searches.flatMap((sums) => sumNames.map((name) => sums[name])));
  const drawn = Array.from({ length: searches.length === 0 ? 0 : plan.samples }, samplesOf(table, width, plan.seed));
  const of = (name: IntervalName) =>
    percentiles(
      drawn.map((sample) => sample[name]),
      plan.confidence,
    );
  return {
    rmse: of("rmse"),
    mse: of("mse"),
    mae: of("mae"),
    bias: of("bias"),
    pearson: of("pearson"),
    ndcg10: of("ndcg10"),
    mrr: of("mrr"),
  };
}

/** Draws one sample after the other: as many rows of the table as it has, added up. */
function samplesOf(table: Float64Array, width: number, seed: number): () => QualityFigures {
  const random = seededRandom(seed);
  const count = table.length / width;
  return () => {
    const totals = new Float64Array(width);
    for (let i = 0; i < count; i++) {
      const start = random.int(count) * width;
      for (let column = 0; column < width; column++) totals[column] = totals[column]! + table[start + column]!;
    }
    const sums = emptySums();
    sumNames.forEach((name, column) => {
      sums[name] = totals[column]!;
    });
    return figures(sums);
  };
}

/** The middle `confidence` of the values, by the nearest rank from inside; null when fewer than half of them can be told. */
export function percentiles(values: readonly (number | null)[], confidence: number): Interval | null {
  const told = values.filter((value) => value !== null && !Number.isNaN(value)) as number[];
  if (told.length === 0 || told.length < values.length / 2) return null;
  told.sort((a, b) => a - b);
  // Rounding must not push the cut past a whole rank: 0.05 / 2 * 1000 is 25.000000000000021.
  const cut = Math.min(Math.floor(((1 - confidence) / 2) * told.length + 1e-9), (told.length - 1) >> 1);
  return { low: told[cut]!, high: told[told.length - 1 - cut]! };
}
