import { bootstrap, usualResampling } from "../../models/metrics/bootstrap.ts";
import {
  addSearch,
  emptySums,
  figures,
  type GradedSearch,
  type ScoreRange,
  sumsOf,
} from "../../models/metrics/evaluation.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { FigureIntervals, QualityFigures } from "../../schemas/manifest.ts";
import type { JudgedRows } from "../training/judged-rows.ts";

/** Rows with a score for each, and the range of the scores. */
export interface ScoredRows {
  readonly rows: Pick<JudgedRows, "searches" | "grades" | "labelMin" | "labelMax">;
  readonly scores: Float32Array;
  readonly range: ScoreRange;
}

/** How well scores agree with the grades of some of the rows. */
export function qualityOf(scored: ScoredRows, isWanted: (row: number) => boolean): QualityFigures {
  const sums = emptySums();
  for (const search of searchesOf(scored, isWanted)) addSearch(sums, search);
  return figures(sums);
}

/** 95 % confidence intervals of the figures that `qualityOf` gives. */
export function intervalsOf(scored: ScoredRows, isWanted: (row: number) => boolean, seed: number): FigureIntervals {
  return bootstrap(Array.from(searchesOf(scored, isWanted), sumsOf), { ...usualResampling, seed });
}

function* searchesOf({ rows, scores, range }: ScoredRows, isWanted: (row: number) => boolean): Generator<GradedSearch> {
  const { searches, grades, labelMin, labelMax } = rows;
  const { scoreMin, scoreMax } = range;
  const wanted = [...searches.keys()].filter(isWanted);
  for (const search of groupBy(wanted, (row) => searches[row]!).values()) {
    yield {
      scores: search.map((row) => scores[row]!),
      grades: search.map((row) => grades[row]!),
      ...{ labelMin, labelMax, scoreMin, scoreMax },
    };
  }
}
