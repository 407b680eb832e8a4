import { createHash } from "node:crypto";
import { isNewestLabel } from "../../connectors/duckdb/analyst-views.ts";
import { type Column, queryColumns } from "../../connectors/duckdb/query-columns.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { embeddable } from "../../models/embedding/embedder.ts";
import type { PairTexts } from "../../models/model.ts";
import { createAnalyser } from "../../models/text/analyse.ts";
import { emptyVocabulary } from "../../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../../models/text/vocabulary.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { featureNames, featureSet } from "../../schemas/feature-sets.ts";
import type { Manifest, TimeRange } from "../../schemas/manifest.ts";
import { assembleText, withLiveModel } from "../live-models.ts";
import type { JudgedRows } from "./judged-rows.ts";
import { openLender } from "./lender.ts";
import { type Material, partsOf, type SplitPlan } from "./material.ts";
import type { Moment } from "./moment.ts";
import { gatherTexts } from "./pair-texts.ts";

/** Which rows of the tables are wanted: those of searches between two moments, with the labels that were there at the later one. */
export interface TableRange {
  readonly since?: Moment | undefined;
  readonly until?: Moment | undefined;
}

type Columns = Readonly<Record<string, Column>>;

/**
 * The graded pairs of the tables, ready to learn from, as they were known at `until`: the newest label of then, with the features from before it was given. Features of two
 * spaces or vocabularies don't mix: those of the newest rows are taken, and the vocabulary comes from their model. Throws TRAINING_IMPOSSIBLE when there are no such rows,
 * or rows of two label ranges. A model whose manifest is damaged is told to `onDamaged` and taken as gone; without it DATA_DAMAGED is thrown.
 */
export async function materialOfTables(
  tablesFolder: string,
  models: ModelStore,
  plan: SplitPlan & TableRange,
  onDamaged?: (fault: TwinstreamError) => void,
): Promise<Material> {
  const since = await timeOf(tablesFolder, plan.since);
  const rowsSql = knownRowsSql(since, await timeOf(tablesFolder, plan.until));
  const newest = await newestMaker(tablesFolder, rowsSql);
  const { space } = newest;
  const makers = (await models.list(onDamaged)).filter((manifest) => manifest.space === space);
  const maker = makers.find(({ reference }) => reference === newest.model) ?? makers[0];
  const strangers = makers.filter(({ vocabulary }) => vocabulary !== maker?.vocabulary);
  const columns = await queryColumns(tablesFolder, trainingSql(rowsSql, space, strangers));
  const { labelMin, labelMax } = labelRange(columns);
  const queries = columns.query as readonly string[];
  const { vocabulary, lender } = await textOf(space, maker, models);
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
    times: timesOf(columns),
  };
  const titles = Array.from(columns.title as readonly (string | null)[], (title) => title ?? "");
  return { rows, partOfRow: partsOf(queries, titles, plan), vocabulary, since, ...(lender && { lender }) };
}

const dayMs = 24 * 60 * 60 * 1000;

/** A moment in milliseconds since 1970 UTC; undefined for one before the newest judged search where there is none. */
async function timeOf(tablesFolder: string, moment: Moment | undefined): Promise<number | undefined> {
  if (moment === undefined || "at" in moment) return moment?.at;
  const { newest } = await queryColumns(tablesFolder, "SELECT epoch_ms(max(time)) AS newest FROM labelled_scores");
  const time = Number(newest![0]) - moment.daysBeforeNewest * dayMs;
  return Number.isNaN(time) ? undefined : time;
}

/** The rows of `training_rows` as they would have stood at `until`. A label that came later must not hide the one before it. */
function knownRowsSql(since: number | undefined, until: number | undefined): string {
  const conditions = [
    `feature_set = '${featureSet}'`,
    ...(since === undefined ? [] : [`time >= epoch_ms(${since})`]),
    ...(until === undefined ? [] : [`time <= epoch_ms(${until})`, `label_time <= epoch_ms(${until})`]),
  ];
  return `SELECT * FROM labelled_scores WHERE ${conditions.join(" AND ")} QUALIFY ${isNewestLabel}`;
}

/** The space of the newest row, and the model that scored it. */
async function newestMaker(tablesFolder: string, rowsSql: string): Promise<{ space: string; model: string }> {
  const sql = `SELECT space, model FROM (${rowsSql}) ORDER BY processed_at DESC, space, model LIMIT 1`;
  const { space, model } = await queryColumns(tablesFolder, sql);
  if (space?.length === 1) return { space: String(space[0]), model: String(model![0]) };
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    "the tables hold no judged row yet, or none of the time asked for; replay judgments first, widen --since and --until, or train --from FILE",
  );
}

/** The rows of a space but for those of some models, those of one search next to each other. */
function trainingSql(rowsSql: string, space: string, strangers: readonly Manifest[]): string {
  const others = strangers.map(({ reference }) => ` AND model <> ${quoted(reference)}`).join("");
  const names = featureNames.map((name) => `feature_${name}`).join(", ");
  return `SELECT event_id, epoch_ms(time) AS time, query, product_id, title, grade, label_min, label_max, ${names}
    FROM (${rowsSql}) WHERE space = ${quoted(space)}${others} ORDER BY event_id, position, product_id`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function labelRange({ label_min, label_max }: Columns): { labelMin: number; labelMax: number } {
  const ranges = new Set(Array.from(label_min as Float64Array, (min, row) => `${min} to ${label_max![row]}`));
  if (ranges.size > 1)
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      `the tables hold labels of the ranges ${[...ranges].sort().join(" and ")}, and one training learns from labels of one; ` +
        "train --from FILE, choose a time of one range by --since and --until, or replay one of them into a data folder of its own (--data)",
    );
  return { labelMin: Number(label_min![0]), labelMax: Number(label_max![0]) };
}

function timesOf({ time }: Columns): TimeRange {
  const sorted = (time as Float64Array).toSorted();
  return { from: sorted[0]!, to: sorted.at(-1)! };
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
async function textOf(
  space: string,
  maker: Manifest | undefined,
  models: ModelStore,
): Promise<Pick<Material, "vocabulary" | "lender">> {
  if (assembleText(emptyVocabulary).embedder.space === space) return { vocabulary: emptyVocabulary };
  if (maker === undefined)
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      `the model whose vocabulary made the features of space "${space}" is gone; train from a file instead`,
    );
  const { vocabulary, lender } = await withLiveModel(models, maker.reference, async ({ vocabulary, model }) => {
    return { vocabulary, lender: model.embedder === undefined ? maker.embedder : maker.reference };
  });
  return lender === undefined ? { vocabulary } : { vocabulary, lender: await openLender(models, lender) };
}
