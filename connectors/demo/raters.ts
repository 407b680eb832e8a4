import type { Random } from "./random.ts";

/** The lowest and the highest grade of the demo shop. */
export const gradeRange = { min: 1, max: 3 } as const;

const raters = 3;
const leanDeviation = 0.16;
const raterNoise = 0.38;

/** How lenient the raters of one search are, drawn once for all of its products. */
export function drawLean(random: Random): number {
  return leanDeviation * random.normal();
}

/** The mean of three raters' grades 1, 2 or 3 for a product of this relevance (0 to 1), to two decimals as 2.33. */
export function grade(relevance: number, lean: number, random: Random): number {
  // What all raters would agree on, before each errs on their own.
  const shared = 1.08 + 1.7 * relevance ** 0.85 + lean;
  let sum = 0;
  for (let rater = 0; rater < raters; rater++) {
    sum += Math.min(3, Math.max(1, Math.round(shared + raterNoise * random.normal())));
  }
  return Math.round((sum / raters) * 100) / 100;
}
