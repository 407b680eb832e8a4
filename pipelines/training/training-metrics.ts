import { queryHash } from "../../models/seen-queries.ts";
import { parts } from "../../models/splitting.ts";
import type { FigureIntervals, Manifest, QualityFigures } from "../../schemas/manifest.ts";
import { intervalsOf, qualityOf, type ScoredRows } from "../evaluation/quality.ts";
import type { Material } from "./material.ts";

/**
 * What a training is worth: on the rows it was fitted on, those it was chosen by and those it never saw; of the last also by whether it
 * was fitted on other rows of their query, with 95 % intervals. `seenQueries` holds the hashes of the queries it was fitted on.
 */
export function metricsOf(
  { rows, partOfRow }: Material,
  scored: Omit<ScoredRows, "rows">,
  seenQueries: ReadonlySet<number>,
  seed: number,
): Manifest["metrics"] {
  const scoredRows = { ...scored, rows };
  const isPart = (part: number) => (row: number) => partOfRow[row] === part;
  const isTest = isPart(parts.test);
  const bySeen: { seen?: QualityFigures; unseen?: QualityFigures } = {};
  const intervals: { [part in "test" | keyof typeof bySeen]?: FigureIntervals } = {
    test: intervalsOf(scoredRows, isTest, seed),
  };
  for (const name of ["seen", "unseen"] as const) {
    const isWanted = (row: number) =>
      isTest(row) && seenQueries.has(queryHash(rows.queries[row]!)) === (name === "seen");
    const quality = qualityOf(scoredRows, isWanted);
    if (quality.pairs === 0) continue;
    bySeen[name] = quality;
    intervals[name] = intervalsOf(scoredRows, isWanted, seed);
  }
  return {
    train: qualityOf(scoredRows, isPart(parts.train)),
    validation: qualityOf(scoredRows, isPart(parts.validation)),
    test: qualityOf(scoredRows, isTest),
    ...bySeen,
    intervals,
  };
}
