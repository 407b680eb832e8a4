import type { Model } from "../../models/model.ts";
import { judgmentKey, pairHash } from "../../models/pair-hash.ts";
import { queryHash, saveSeenQueries } from "../../models/seen-queries.ts";
import { parts } from "../../models/splitting.ts";
import type { Artifact } from "../../schemas/artifact.ts";
import { modelFiles } from "../live-models.ts";
import { saveTestScores } from "../registry/test-scores.ts";
import type { Material } from "./material.ts";
import { saveSample } from "./sample-rows.ts";

/**
 * What is kept beside a model to judge it by later: its scores of the test rows, the pairs that it was fitted on or chosen by, and some
 * rows to see by that it still scores as it did. `scores` holds its score of every row.
 */
export async function evidenceOf(
  material: Material,
  model: Model,
  scores: Float32Array,
  seenQueries: ReadonlySet<number>,
): Promise<Artifact> {
  const { rows, partOfRow } = material;
  const all = [...partOfRow.keys()];
  const tested = all.filter((row) => partOfRow[row] === parts.test);
  const known = all.filter((row) => partOfRow[row] !== parts.test);
  const queryOf = (row: number) => rows.texts.texts[rows.texts.query[row]!]!;
  const titleOf = (row: number) => rows.texts.texts[rows.texts.title[row]!]!.raw;
  const testRows = tested.map((row) => ({
    key: judgmentKey(rows.queries[row]!, titleOf(row), rows.grades[row]!),
    search: rows.searches[row]!,
    grade: rows.grades[row]!,
    score: scores[row]!,
    queryWords: queryOf(row).words.length,
    isSeen: seenQueries.has(queryHash(rows.queries[row]!)),
  }));
  const knownPairs = new Set(known.map((row) => pairHash(rows.queries[row]!, titleOf(row))));
  return {
    [modelFiles.testScores]: saveTestScores({ labelMin: rows.labelMin, labelMax: rows.labelMax, rows: testRows }),
    [modelFiles.knownPairs]: saveSeenQueries(knownPairs),
    [modelFiles.sampleRows]: await saveSample(model, rows, tested.length > 0 ? tested : all),
  };
}
