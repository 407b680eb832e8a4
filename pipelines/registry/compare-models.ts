import type { ModelStore } from "../../connectors/model-store.ts";
import { pairHash } from "../../models/pair-hash.ts";
import { loadSeenQueries } from "../../models/seen-queries.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import { scoreEvents } from "../evaluation/score-events.ts";
import { type LiveModel, modelFiles, withLiveModel } from "../live-models.ts";
import {
  type CommonRow,
  type CommonRows,
  type ComparedSlices,
  commonRow,
  commonTestRows,
  compareSlices,
} from "./common-rows.ts";
import { loadTestScores, type TestRow, type TestScores } from "./test-scores.ts";

/** Two models by their references. */
export interface ModelPair {
  readonly first: string;
  readonly second: string;
}

/** How two models compare on the slices of some rows, all rows first, with what is to be said of the rows; or why it can't be told. */
export type Comparison = ModelPair &
  ((ComparedSlices & { readonly notes: readonly string[] }) | { readonly reason: string });

const seed = 1;

/**
 * Compares two models by paired bootstrap on judged events, less the rows that one of them learned from; without events on the rows that
 * both were tested on. Throws MODEL_NOT_FOUND or DATA_DAMAGED.
 */
export function compareModels(
  store: ModelStore,
  models: ModelPair,
  events?: readonly LabelledEvent[],
): Promise<Comparison> {
  return events === undefined ? compareTested(store, models) : compareScored(store, models, events);
}

async function compareTested(store: ModelStore, models: ModelPair): Promise<Comparison> {
  const remedy = "give judged rows to compare them on: --input FILE --preset NAME";
  const [first, second] = await Promise.all([keptScores(store, models.first), keptScores(store, models.second)]);
  const old = first === undefined ? models.first : second === undefined ? models.second : undefined;
  if (first === undefined || second === undefined)
    return { ...models, reason: `${old} was trained before test scores were kept; ${remedy}` };
  const common: CommonRows = {
    labelMin: first.labelMin,
    labelMax: first.labelMax,
    first: await store.manifest(models.first),
    second: await store.manifest(models.second),
    rows: commonTestRows(first, second),
  };
  return comparison(models, common, [], remedy);
}

async function keptScores(store: ModelStore, reference: string): Promise<TestScores | undefined> {
  const file = (await store.files(reference))[modelFiles.testScores];
  return file && loadTestScores(file);
}

function comparison(models: ModelPair, common: CommonRows, notes: readonly string[], remedy: string): Comparison {
  const compared = compareSlices(common, seed);
  if (compared.slices[0]?.slice === "all") return { ...models, ...compared, notes };
  const searches = new Set(common.rows.map((row) => row.search)).size;
  const found = `${common.rows.length} rows of ${searches} searches that neither learned from`;
  return { ...models, reason: [`there are ${found}, too few to tell`, ...notes, remedy].join("; ") };
}

async function compareScored(
  store: ModelStore,
  models: ModelPair,
  events: readonly LabelledEvent[],
): Promise<Comparison> {
  const first = await scoredBy(store, models.first, events);
  const second = await scoredBy(store, models.second, events);
  const rows: CommonRow[] = [];
  first.rows.forEach((row, i) => {
    const other = second.rows[i]!;
    if (!row.isKnown && !other.isKnown) rows.push(commonRow(row, other));
  });
  const leftOut = first.rows.length - rows.length;
  const notes = [
    ...(leftOut === 0 ? [] : [`${leftOut} rows that one of them learned from are left out`]),
    ...[first, second].filter(({ knownPairs }) => knownPairs === undefined).map(({ reference }) => mayKnow(reference)),
  ];
  const { labelMin, labelMax } = events[0]!;
  const common = { labelMin, labelMax, first: first.range, second: second.range, rows };
  return comparison(models, common, notes, "give a file of other rows");
}

function mayKnow(reference: string): string {
  return `${reference} may have learned from these rows: it was trained before that was kept`;
}

/** A row, and whether the model was fitted on it or chosen by it. */
interface ScoredRow extends Omit<TestRow, "key"> {
  readonly isKnown: boolean;
}

/** Every graded row of the events as one model scores it, in their order. */
async function scoredBy(store: ModelStore, reference: string, events: readonly LabelledEvent[]) {
  const file = (await store.files(reference))[modelFiles.knownPairs];
  const knownPairs = file && loadSeenQueries(file);
  return withLiveModel(store, reference, async (live) => {
    const { scoreMin, scoreMax } = live.model;
    const rows = await gradedRows(live, events, knownPairs);
    return { reference, rows, knownPairs, range: { scoreMin, scoreMax } };
  });
}

async function gradedRows(
  live: LiveModel,
  events: readonly LabelledEvent[],
  knownPairs: ReadonlySet<number> | undefined,
): Promise<readonly ScoredRow[]> {
  const batches = async function* () {
    yield events.map((event) => ({ topic: "labels" as const, event }));
  };
  const rows: ScoredRow[] = [];
  let search = 0;
  for await (const scored of scoreEvents(live, batches())) {
    for (const { query, products, queryWords, isSeenQuery } of scored) {
      for (const { title, grade, score } of products) {
        const isKnown = knownPairs?.has(pairHash(query, title ?? "")) === true;
        rows.push({ search, grade: grade!, score, queryWords, isSeen: isSeenQuery === true, isKnown });
      }
      search += 1;
    }
  }
  return rows;
}
