import type { EvaluationPart } from "../../schemas/generated/events.ts";
import type { QualityFigures } from "../../schemas/manifest.ts";
import { pearson } from "./correlation.ts";
import { ndcg, reciprocalRank } from "./ranking.ts";

/** What an evaluation adds up; sums of parts of the data give the sums of the whole, in any order and grouping. */
export type EvaluationSums = Pick<EvaluationPart, (typeof sumNames)[number] | "calibration">;

/** Sums that can still be added to. */
export type RunningSums = { -readonly [name in (typeof sumNames)[number]]: number } & {
  readonly calibration: readonly { count: number; sumScore: number; sumGrade: number }[];
};

/** Within which the scores of a model lie. */
export interface ScoreRange {
  readonly scoreMin: number;
  readonly scoreMax: number;
}

/** The products of one search that have a grade. Scores are mapped from the range of the model to the label range, in a straight line. */
export interface GradedSearch extends ScoreRange {
  readonly scores: ArrayLike<number>;
  readonly grades: ArrayLike<number>;
  readonly labelMin: number;
  readonly labelMax: number;
}

/** Every sum but the calibration, in the order of `schemas/topics/evaluations.avsc`. */
export const sumNames = [
  "searches",
  "pairs",
  "sumScore",
  "sumGrade",
  "sumScoreSquared",
  "sumGradeSquared",
  "sumScoreGrade",
  "sumError",
  "sumAbsoluteError",
  "sumSquaredError",
  "rankedSearches",
  "sumNdcg",
  "sumMrr",
] as const satisfies readonly (keyof EvaluationPart)[];

const bins = 10;

/** The sums over nothing. */
export function emptySums(): RunningSums {
  const zeros = Object.fromEntries(sumNames.map((name) => [name, 0])) as Record<(typeof sumNames)[number], number>;
  return { ...zeros, calibration: Array.from({ length: bins }, () => ({ count: 0, sumScore: 0, sumGrade: 0 })) };
}

/**
 * Adds a search to the sums, in place: its pairs and its ranking. A search without pairs adds nothing. Throws a plain Error, and leaves
 * the sums half changed, for numbers that would spoil them: not finite, or a label range without width.
 */
export function addSearch(sums: RunningSums, search: GradedSearch): void {
  if (search.scores.length === 0) return;
  addPairs(sums, search);
  addRanking(sums, search);
}

/** The sums of one search; throws as `addSearch` does. */
export function sumsOf(search: GradedSearch): EvaluationSums {
  const sums = emptySums();
  addSearch(sums, search);
  return sums;
}

/** Adds the pairs of a search to the sums, in place, but not its ranking: for a slice that holds only some of its pairs. */
export function addPairs(sums: RunningSums, search: GradedSearch): void {
  const { scores, grades } = search;
  if (scores.length !== grades.length) throw new Error(`${scores.length} scores, but ${grades.length} grades`);
  if (scores.length === 0) return;
  if (!(search.labelMin < search.labelMax))
    throw new Error(`no label lies from ${search.labelMin} to ${search.labelMax}`);
  sums.searches++;
  for (let i = 0; i < scores.length; i++) addPair(sums, search, onLabelRange(scores[i]!, search), grades[i]!);
}

function addPair(sums: RunningSums, { labelMin, labelMax }: GradedSearch, score: number, grade: number): void {
  const error = score - grade;
  if (!Number.isFinite(error * error + score * score))
    throw new Error(`can't compare score ${score} with grade ${grade}`);
  sums.pairs++;
  sums.sumScore += score;
  sums.sumGrade += grade;
  sums.sumScoreSquared += score * score;
  sums.sumGradeSquared += grade * grade;
  sums.sumScoreGrade += score * grade;
  sums.sumError += error;
  sums.sumAbsoluteError += Math.abs(error);
  sums.sumSquaredError += error * error;
  const bin = sums.calibration[binOf(score, labelMin, labelMax)]!;
  bin.count++;
  bin.sumScore += score;
  bin.sumGrade += grade;
}

function addRanking(sums: RunningSums, search: GradedSearch): void {
  if (!hasDifference(search.grades)) return;
  const gained = ndcg(search, search.labelMin) ?? 0;
  if (!Number.isFinite(gained)) throw new Error(`grades too far above ${search.labelMin} for NDCG`);
  sums.rankedSearches++;
  sums.sumNdcg += gained;
  sums.sumMrr += reciprocalRank(search) ?? 0;
}

/** The sums of two parts together; neither is changed. */
export function merge(first: EvaluationSums, second: EvaluationSums): RunningSums {
  const merged = emptySums();
  for (const name of sumNames) merged[name] = first[name] + second[name];
  merged.calibration.forEach((bin, i) => {
    const [a, b] = [first.calibration[i]!, second.calibration[i]!];
    bin.count = a.count + b.count;
    bin.sumScore = a.sumScore + b.sumScore;
    bin.sumGrade = a.sumGrade + b.sumGrade;
  });
  return merged;
}

/** What the sums say. Without pairs the errors are NaN; what can't be told (no two grades differ, constant scores) is null. */
export function figures(sums: Omit<EvaluationSums, "calibration">): QualityFigures {
  const { searches, pairs, rankedSearches } = sums;
  const mse = sums.sumSquaredError / pairs;
  const perRanked = (sum: number) => (rankedSearches > 0 ? sum / rankedSearches : null);
  return {
    pairs,
    searches,
    rmse: Math.sqrt(mse),
    mse,
    mae: sums.sumAbsoluteError / pairs,
    bias: sums.sumError / pairs,
    pearson: pearson({
      count: pairs,
      sumX: sums.sumScore,
      sumY: sums.sumGrade,
      sumXX: sums.sumScoreSquared,
      sumYY: sums.sumGradeSquared,
      sumXY: sums.sumScoreGrade,
    }),
    ndcg10: perRanked(sums.sumNdcg),
    mrr: perRanked(sums.sumMrr),
  };
}

function onLabelRange(score: number, { scoreMin, scoreMax, labelMin, labelMax }: GradedSearch): number {
  if (scoreMin === labelMin && scoreMax === labelMax) return score;
  if (scoreMin === scoreMax) return Math.max(labelMin, Math.min(labelMax, score));
  return labelMin + ((score - scoreMin) / (scoreMax - scoreMin)) * (labelMax - labelMin);
}

function binOf(score: number, labelMin: number, labelMax: number): number {
  const bin = Math.floor(((score - labelMin) / (labelMax - labelMin)) * bins);
  return Math.max(0, Math.min(bins - 1, bin));
}

function hasDifference(grades: ArrayLike<number>): boolean {
  for (let i = 1; i < grades.length; i++) if (grades[i] !== grades[0]) return true;
  return false;
}
