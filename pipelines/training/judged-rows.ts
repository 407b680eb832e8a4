import { createHash } from "node:crypto";
import { embeddable, type TextEmbedder } from "../../models/embedding/embedder.ts";
import type { FeatureRows, PairTexts, TrainingRows } from "../../models/model.ts";
import type { Vocabulary } from "../../models/text/vocabulary.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { TimeRange } from "../../schemas/manifest.ts";
import { assembleText } from "../live-models.ts";
import { embedSearches } from "../stages/embed.ts";
import { featureRows } from "../stages/score.ts";
import { analysed, hasTexts } from "../stages/tokenize.ts";
import { gatherTexts } from "./pair-texts.ts";

/** Graded (query, product) pairs with their features: what models learn from and are judged by. */
export interface JudgedRows {
  readonly features: FeatureRows;
  readonly grades: Float32Array;
  /** The query of each row. */
  readonly queries: readonly string[];
  /** The search that each row belongs to, counted from 0. */
  readonly searches: Uint32Array;
  readonly labelMin: number;
  readonly labelMax: number;
  readonly texts: PairTexts;
  /** Name of the space in which similarities were taken. */
  readonly space: string;
  /** SHA-256 over query, product, title and grade of the rows, in order: what a model learns from texts. */
  readonly hash: string;
  /** Times of the first and the last event; undefined where the rows have no times of their own. */
  readonly times?: TimeRange | undefined;
}

const eventsPerBatch = 500;

/**
 * The rows of labelled events, one per graded product, with features made by what the stages of live traffic do.
 * Throws TRAINING_IMPOSSIBLE when there are none, or when their label ranges differ.
 */
export async function judgedRows(
  events: readonly LabelledEvent[],
  vocabulary: Vocabulary,
  onShare: (share: number) => void,
  embedder?: TextEmbedder,
): Promise<JudgedRows> {
  const { labelMin, labelMax } = labelRange(events);
  const text = assembleText(vocabulary, embedder);
  const texts = gatherTexts();
  const batches: FeatureRows[] = [];
  for (let first = 0; first < events.length; first += eventsPerBatch) {
    const tokenized = await analysed(events.slice(first, first + eventsPerBatch).filter(hasTexts), text);
    for (const { query, queryText, products } of tokenized) {
      for (const { title, text } of products) texts.add(embeddable(query, queryText), embeddable(title, text));
    }
    batches.push(valuesAlone(await featureRows(await embedSearches(tokenized, text.embedder), text)));
    onShare(Math.min(1, (first + eventsPerBatch) / events.length));
  }
  return {
    ...rowsOf(events),
    features: joinRows(batches),
    labelMin,
    labelMax,
    texts: texts.texts(),
    space: text.embedder.space,
    hash: hashOf(events),
  };
}

/** Vectors of all rows at once would fill the memory, and what compares vectors is trained from texts; those are gathered over all batches. */
function valuesAlone({ featureSet, names, values, count }: FeatureRows): FeatureRows {
  return { featureSet, names, values, count };
}

function labelRange(events: readonly LabelledEvent[]): { labelMin: number; labelMax: number } {
  const first = events[0];
  if (first === undefined)
    throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there is not a single judged row to learn from");
  const { labelMin, labelMax } = first;
  const other = events.find((event) => event.labelMin !== labelMin || event.labelMax !== labelMax);
  if (other !== undefined) {
    const ranges = `${labelMin} to ${labelMax} and ${other.labelMin} to ${other.labelMax}`;
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      `the labels have two ranges, ${ranges}; train on one source at a time`,
    );
  }
  return { labelMin, labelMax };
}

function rowsOf(events: readonly LabelledEvent[]): Pick<JudgedRows, "grades" | "queries" | "searches"> {
  const queries = events.flatMap((event) => event.products.map(() => event.query ?? ""));
  const grades = Float32Array.from(events.flatMap((event) => event.products.map((product) => product.grade)));
  const searches = Uint32Array.from(events.flatMap((event, i) => event.products.map(() => i)));
  return { queries, grades, searches };
}

function joinRows(batches: readonly FeatureRows[]): FeatureRows {
  const { featureSet, names } = batches[0]!;
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const values = new Float32Array(count * names.length);
  let at = 0;
  for (const batch of batches) {
    values.set(batch.values, at);
    at += batch.values.length;
  }
  return { featureSet, names, values, count };
}

function hashOf(events: readonly LabelledEvent[]): string {
  const hash = createHash("sha256");
  for (const { query, products } of events) {
    for (const { productId, title, grade } of products) hash.update(`${query}\0${productId}\0${title}\0${grade}\n`);
  }
  return hash.digest("hex");
}

/** Some rows, in the order that they are named. */
export function pickJudged(rows: JudgedRows, chosen: readonly number[]): JudgedRows {
  const { features, texts } = rows;
  const width = features.names.length;
  const values = new Float32Array(chosen.length * width);
  chosen.forEach((row, i) => {
    values.set(features.values.subarray(row * width, (row + 1) * width), i * width);
  });
  return {
    ...rows,
    features: { ...features, values, count: chosen.length },
    grades: Float32Array.from(chosen, (row) => rows.grades[row]!),
    queries: chosen.map((row) => rows.queries[row]!),
    searches: Uint32Array.from(chosen, (row) => rows.searches[row]!),
    texts: {
      texts: texts.texts,
      query: Uint32Array.from(chosen, (row) => texts.query[row]!),
      title: Uint32Array.from(chosen, (row) => texts.title[row]!),
    },
  };
}

/** The rows from `first` to before `end`; their numbers are shared, not copied. */
export function rowsBetween(rows: JudgedRows, first: number, end: number): JudgedRows {
  const { features, searches, texts } = rows;
  const width = features.names.length;
  return {
    ...rows,
    features: { ...features, count: end - first, values: features.values.subarray(first * width, end * width) },
    grades: rows.grades.subarray(first, end),
    queries: rows.queries.slice(first, end),
    searches: searches.subarray(first, end),
    texts: { ...texts, query: texts.query.subarray(first, end), title: texts.title.subarray(first, end) },
  };
}

/** The rows of one part, as a learner takes them. */
export function rowsOfPart(rows: JudgedRows, partOfRow: Uint8Array, part: number): TrainingRows {
  const indexes = [...partOfRow.keys()].filter((row) => partOfRow[row] === part);
  const { features, grades, searches, texts, labelMin, labelMax } = pickJudged(rows, indexes);
  return { ...features, grades, labelMin, labelMax, searches, texts };
}
