import type { Interval } from "../../schemas/manifest.ts";
import { seededRandom } from "../random.ts";
import { type BootstrapPlan, percentiles } from "./bootstrap.ts";
import type { EvaluationSums } from "./evaluation.ts";

/** Predictions that fell into one bin of the label range, and what people said of them. */
export interface CalibrationPoint {
  /** The bin's bounds. */
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly meanScore: number;
  readonly meanGrade: number;
  /** Where the mean grade lies; null where too few searches have the bin. */
  readonly interval: Interval | null;
}

/** The label range that bins divide evenly. */
export interface LabelRange {
  readonly labelMin: number;
  readonly labelMax: number;
}

/**
 * Mean prediction against mean grade in each bin that has any, with percentile intervals of the mean grade from resampling searches, or groups of
 * them, with replacement.
 */
export function calibrationOf(
  searches: readonly EvaluationSums[],
  { labelMin, labelMax }: LabelRange,
  plan: BootstrapPlan,
): readonly CalibrationPoint[] {
  const bins = searches[0]?.calibration.length ?? 0;
  const width = (labelMax - labelMin) / bins;
  const intervals = binIntervals(searches, bins, plan);
  return Array.from({ length: bins }, (_, bin): CalibrationPoint => {
    const sum = (pick: (of: EvaluationSums["calibration"][number]) => number) =>
      searches.reduce((total, { calibration }) => total + pick(calibration[bin]!), 0);
    const pairs = sum(({ count }) => count);
    return {
      from: labelMin + bin * width,
      to: labelMin + (bin + 1) * width,
      pairs,
      meanScore: sum(({ sumScore }) => sumScore) / pairs,
      meanGrade: sum(({ sumGrade }) => sumGrade) / pairs,
      interval: intervals[bin]!,
    };
  }).filter(({ pairs }) => pairs > 0);
}

function binIntervals(
  searches: readonly EvaluationSums[],
  bins: number,
  { seed, samples, confidence }: BootstrapPlan,
): readonly (Interval | null)[] {
  const random = seededRandom(seed);
  const counts = Float64Array.from(searches.flatMap(({ calibration }) => calibration.map(({ count }) => count)));
  const grades = Float64Array.from(searches.flatMap(({ calibration }) => calibration.map(({ sumGrade }) => sumGrade)));
  const means: number[][] = Array.from({ length: bins }, () => []);
  for (let sample = 0; sample < samples; sample++) {
    const [count, grade] = [new Float64Array(bins), new Float64Array(bins)];
    for (let i = 0; i < searches.length; i++) {
      const start = random.int(searches.length) * bins;
      for (let bin = 0; bin < bins; bin++) {
        count[bin]! += counts[start + bin]!;
        grade[bin]! += grades[start + bin]!;
      }
    }
    // 0 / 0 where a sample has none of a bin, which `percentiles` passes over
    for (let bin = 0; bin < bins; bin++) means[bin]!.push(grade[bin]! / count[bin]!);
  }
  return means.map((values) => percentiles(values, confidence));
}
