import { addSearch, type EvaluationSums, emptySums, figures } from "../../models/metrics/evaluation.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { QualityFigures } from "../../schemas/manifest.ts";
import type { JudgedRows } from "../training/judged-rows.ts";

interface ScoreRange {
  readonly scoreMin: number;
  readonly scoreMax: number;
}

/** How well scores agree with the grades of one part of the rows. */
export function qualityOfPart(
  rows: JudgedRows,
  scores: Float32Array,
  range: ScoreRange,
  partOfRow: Uint8Array,
  part: number,
): QualityFigures {
  return figures(sumsOf(rows, scores, range, (row) => partOfRow[row] === part));
}

function sumsOf(
  rows: JudgedRows,
  scores: Float32Array,
  range: ScoreRange,
  isWanted: (row: number) => boolean,
): EvaluationSums {
  const sums = emptySums();
  for (const search of rowsBySearch(rows.searches, isWanted)) {
    addSearch(sums, {
      scores: search.map((row) => scores[row]!),
      grades: search.map((row) => rows.grades[row]!),
      labelMin: rows.labelMin,
      labelMax: rows.labelMax,
      scoreMin: range.scoreMin,
      scoreMax: range.scoreMax,
    });
  }
  return sums;
}

function rowsBySearch(searches: Uint32Array, isWanted: (row: number) => boolean): Iterable<readonly number[]> {
  const wanted = [...searches.keys()].filter(isWanted);
  return groupBy(wanted, (row) => searches[row]!).values();
}
