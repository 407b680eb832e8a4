import { createHash } from "node:crypto";
import { type Column, queryColumns } from "../../connectors/duckdb/query-columns.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { embeddable } from "../../models/embedding/embedder.ts";
import type { PairTexts } from "../../models/model.ts";
import { createAnalyser } from "../../models/text/analyse.ts";
import { emptyVocabulary } from "../../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../../models/text/vocabulary.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { featureNames, featureSet } from "../../schemas/feature-sets.ts";
import { assembleText, loadLiveModel } from "../live-models.ts";
import type { JudgedRows } from "./judged-rows.ts";
import { openLender } from "./lender.ts";
import { type Material, partsOf, type SplitPlan } from "./material.ts";
import { gatherTexts } from "./pair-texts.ts";

type Columns = Readonly<Record<string, Column>>;

/**
 * The graded pairs of the tables with their features as they were at scoring time, ready to learn from. Features of two spaces don't mix: the space of the newest rows is
 * taken, and the vocabulary that made it comes from its model. Throws TRAINING_IMPOSSIBLE when there are no such rows, or rows of two label ranges.
 */
export async function materialOfTables(tablesFolder: string, models: ModelStore, plan: SplitPlan): Promise<Material> {
  const space = await newestSpace(tablesFolder);
  const columns = await queryColumns(tablesFolder, rowsSql(space));
  const { labelMin, labelMax } = labelRange(columns);
  const queries = columns.query as readonly string[];
  const { vocabulary, lender } = await textOf(space, models);
  const rows: JudgedRows = {
    features: { featureSet, names: featureNames, values: featureValues(columns), count: queries.length },
    grades: Float32Array.from(columns.grade as Float64Array),
    queries,
    searches: searchNumbers(columns.event_id as readonly string[]),
    labelMin,
    labelMax,
    texts: textsOf(columns, vocabulary),
    space,
    hash: hashOf(columns),
  };
  const titles = Array.from(columns.title as readonly (string | null)[], (title) => title ?? "");
  return { rows, partOfRow: partsOf(queries, titles, plan), vocabulary, ...(lender && { lender }) };
}

async function newestSpace(tablesFolder: string): Promise<string> {
  const sql = `SELECT space FROM training_rows WHERE feature_set = '${featureSet}' ORDER BY processed_at DESC, space LIMIT 1`;
  const { space } = await queryColumns(tablesFolder, sql);
  if (space?.length === 1) return String(space[0]);
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    "the tables hold no judged row yet; replay judgments first, or train --from FILE",
  );
}

function rowsSql(space: string): string {
  const names = featureNames.map((name) => `feature_${name}`).join(", ");
  const wanted = `feature_set = '${featureSet}' AND space = '${space.replaceAll("'", "''")}'`;
  return `SELECT event_id, query, product_id, title, grade, label_min, label_max, ${names} FROM training_rows WHERE ${wanted} ORDER BY event_id, position, product_id`;
}

function labelRange({ label_min, label_max }: Columns): { labelMin: number; labelMax: number } {
  const ranges = new Set(Array.from(label_min as Float64Array, (min, row) => `${min} to ${label_max![row]}`));
  if (ranges.size > 1)
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      `the tables hold labels of the ranges ${[...ranges].join(", ")}; train from one file at a time`,
    );
  return { labelMin: Number(label_min![0]), labelMax: Number(label_max![0]) };
}

/** Columns to rows. */
function featureValues(columns: Columns): Float32Array {
  const count = columns.grade!.length;
  const values = new Float32Array(count * featureNames.length);
  featureNames.forEach((name, i) => {
    const column = columns[`feature_${name}`] as Float32Array;
    for (let row = 0; row < count; row++) values[row * featureNames.length + i] = column[row]!;
  });
  return values;
}

/** Numbers the searches in order of appearance. */
function searchNumbers(eventIds: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(eventIds, (id) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size);
    return numbers.get(id)!;
  });
}

function hashOf({ query, product_id, title, grade }: Columns): string {
  const hash = createHash("sha256");
  for (let row = 0; row < grade!.length; row++)
    hash.update(`${query![row]}\0${product_id![row]}\0${title![row] ?? ""}\0${grade![row]}\n`);
  return hash.digest("hex");
}

/** Query and title of each row, analysed as they were when the features were made. */
function textsOf({ query, title }: Columns, vocabulary: Vocabulary): PairTexts {
  const gatherer = gatherTexts();
  const analyser = createAnalyser(vocabulary);
  for (let row = 0; row < query!.length; row++) {
    const [queryText, titleText] = [String(query![row]), String(title![row] ?? "")];
    gatherer.add(
      embeddable(queryText, analyser.analyseQuery(queryText)),
      embeddable(titleText, analyser.analyseTitle(titleText)),
    );
  }
  return gatherer.texts();
}

/** What made the features of a space: a vocabulary, and an embedder unless it was the built-in one. */
async function textOf(space: string, models: ModelStore): Promise<Pick<Material, "vocabulary" | "lender">> {
  if (assembleText(emptyVocabulary).embedder.space === space) return { vocabulary: emptyVocabulary };
  const maker = (await models.list()).find((manifest) => manifest.space === space);
  if (maker === undefined)
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      `the model whose vocabulary made the features of space "${space}" is gone; train from a file instead`,
    );
  const { vocabulary, model } = await loadLiveModel(models, maker.reference);
  const lender = model.embedder === undefined ? maker.embedder : maker.reference;
  return lender === undefined ? { vocabulary } : { vocabulary, lender: await openLender(models, lender) };
}
