import { parts, splitRows } from "../../models/splitting.ts";
import { learnVocabulary } from "../../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../../models/text/vocabulary.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { SplitBy } from "../../schemas/manifest.ts";
import { type JudgedRows, judgedRows } from "./judged-rows.ts";
import { checkLender, type Lender } from "./lender.ts";

/** How judged rows are divided: `queries` keeps a query in one part, so that the test asks for queries never seen; `both` tests seen ones beside them. */
export interface SplitPlan {
  readonly split: SplitBy;
  readonly seed: number;
}

/** Rows ready to learn from. */
export interface Material {
  readonly rows: JudgedRows;
  /** The part of each row, a value of `parts`. */
  readonly partOfRow: Uint8Array;
  /** Only searches from this time on are among the rows, milliseconds since 1970 UTC; undefined where all are. */
  readonly since?: number | undefined;
  /** What the features were made with; it becomes part of the model. */
  readonly vocabulary: Vocabulary;
  /** The model whose embedder made the similarities, when it is not the built-in one. */
  readonly lender?: Lender;
}

/** What is held back, by how rows are divided; by both, of the queries and again of the rows of the others, so that as many rows are left. */
const heldOut = {
  rows: { validation: 0.1, test: 0.1 },
  queries: { validation: 0.1, test: 0.1 },
  both: { validation: 0.05, test: 0.05 },
} as const;

/**
 * Divides rows, given by query and title: about 80 % to fit, 10 % to choose by, 10 % to report; by both, the latter two are one half of queries that
 * are held back whole, one half of other rows. Throws TRAINING_IMPOSSIBLE when none of some rows is left to fit.
 */
export function partsOf(queries: readonly string[], titles: readonly string[], { split, seed }: SplitPlan): Uint8Array {
  const partOfRow = splitRows(queries.length, { by: split, queries, titles, seed, ...heldOut[split] });
  if (queries.length > 0 && !partOfRow.includes(parts.train)) throw nothingToFit(queries, split);
  return partOfRow;
}

/** By queries it is chance which part a query falls to. */
function nothingToFit(queries: readonly string[], split: SplitPlan["split"]): TwinstreamError {
  const [rows, different] = [queries.length, new Set(queries).size];
  return new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `the split by ${split} holds back all rows (${rows}, of ${different} different queries); give more, another --seed or --split rows`,
  );
}

/**
 * Makes labelled events ready to learn from. Vocabulary and idf come from the training part alone. Throws TRAINING_IMPOSSIBLE for
 * no rows, or rows of two label ranges, and WRONG_USAGE for a lender that knows the rows that are held back.
 */
export async function materialOfEvents(
  events: readonly LabelledEvent[],
  plan: SplitPlan,
  onShare: (share: number) => void,
  lender?: Lender,
): Promise<Material> {
  const queries = events.flatMap((event) => event.products.map(() => event.query ?? ""));
  const titles = events.flatMap((event) => event.products.map(({ title }) => title ?? ""));
  const partOfRow = partsOf(queries, titles, plan);
  const vocabulary = vocabularyOf(events, partOfRow);
  const rows = await judgedRows(events, vocabulary, onShare, lender?.embedder);
  if (lender !== undefined) checkLender(lender, rows.hash, plan);
  return { rows, partOfRow, vocabulary, ...(lender && { lender }) };
}

/** Words of the titles and queries of the training rows, each text once. */
function vocabularyOf(events: readonly LabelledEvent[], partOfRow: Uint8Array): Vocabulary {
  const titles = new Set<string>();
  const queries = new Set<string>();
  let row = 0;
  for (const { query, products } of events) {
    for (const { title } of products) {
      if (partOfRow[row++] !== parts.train) continue;
      if (title !== null) titles.add(title);
      if (query !== null) queries.add(query);
    }
  }
  return learnVocabulary([...texts("title", titles), ...texts("query", queries)]);
}

function texts<Kind extends "title" | "query">(kind: Kind, from: ReadonlySet<string>) {
  return [...from].map((text) => ({ text, kind }));
}
