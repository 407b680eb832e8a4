import { usualResampling } from "../../models/metrics/bootstrap.ts";
import { type EvaluationSums, type ScoreRange, sumsOf } from "../../models/metrics/evaluation.ts";
import { type PairedFigures, pairedBootstrap } from "../../models/metrics/paired-bootstrap.ts";
import { type SliceName, wordsSlice } from "../../models/metrics/slices.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { TestRow, TestScores } from "./test-scores.ts";

/** A graded row that two models scored, each on its own range. */
export interface CommonRow {
  readonly search: number;
  readonly grade: number;
  readonly first: number;
  readonly second: number;
  readonly queryWords: number;
  /** Whether training met the query; undefined where one model's did and the other's did not. */
  readonly isSeen: boolean | undefined;
}

/** Rows that two models scored. */
export interface CommonRows {
  readonly labelMin: number;
  readonly labelMax: number;
  readonly first: ScoreRange;
  readonly second: ScoreRange;
  readonly rows: readonly CommonRow[];
}

/** The rows that both models were tested on; none when their grades are on two ranges. */
export function commonTestRows(first: TestScores, second: TestScores): readonly CommonRow[] {
  if (first.labelMin !== second.labelMin || first.labelMax !== second.labelMax) return [];
  const others = new Map(second.rows.map((row) => [row.key, row]));
  const common: CommonRow[] = [];
  for (const row of first.rows) {
    const other = others.get(row.key);
    if (other !== undefined) common.push(commonRow(row, other));
  }
  return common;
}

/** One row as both models scored it. */
export function commonRow(first: Omit<TestRow, "key">, second: Omit<TestRow, "key">): CommonRow {
  const { search, grade, queryWords, isSeen } = first;
  return {
    ...{ search, grade, queryWords },
    first: first.score,
    second: second.score,
    isSeen: isSeen === second.isSeen ? isSeen : undefined,
  };
}

/** How two models compare on one slice of their common rows; differences are second less first. */
export interface SliceComparison {
  readonly slice: Extract<SliceName, "all" | "seen_query" | "query_words">;
  readonly value: string;
  readonly pairs: number;
  readonly searches: number;
  readonly figures: PairedFigures;
}

/** A slice of too few searches to tell anything. */
export type SmallSlice = Pick<SliceComparison, "slice" | "value" | "searches">;

/** How two models compare on the slices of their common rows, and the slices on which that can't be told. */
export interface ComparedSlices {
  readonly slices: readonly SliceComparison[];
  readonly tooSmall: readonly SmallSlice[];
}

/** With fewer searches an interval says little of itself. */
export const fewestSearches = 20;

/** Compares two models on the whole of their common rows and on each slice of at least 20 searches, by paired bootstrap. */
export function compareSlices(common: CommonRows, seed: number): ComparedSlices {
  const { rows } = common;
  const tooSmall: SmallSlice[] = [];
  const compare = (slice: SliceComparison["slice"], value: string, some: readonly CommonRow[]) => {
    const bySearch = [...groupBy(some, (row) => row.search).values()];
    if (bySearch.length < fewestSearches) {
      if (bySearch.length > 0) tooSmall.push({ slice, value, searches: bySearch.length });
      return [];
    }
    const sums = (["first", "second"] as const).map((model) =>
      bySearch.map((search) => searchSums(search, common, model)),
    );
    const figures = pairedBootstrap(sums[0]!, sums[1]!, { ...usualResampling, seed });
    return [{ slice, value, pairs: some.length, searches: bySearch.length, figures }];
  };
  const whole = compare("all", "all", rows);
  const bySeen = ([true, false] as const).flatMap((isSeen) =>
    compare(
      "seen_query",
      isSeen ? "seen" : "unseen",
      rows.filter((row) => row.isSeen === isSeen),
    ),
  );
  const byWords = [...groupBy(rows, (row) => wordsSlice(row.queryWords))].sort(([a], [b]) => (a < b ? -1 : 1));
  const slices = [...whole, ...bySeen, ...byWords.flatMap(([value, some]) => compare("query_words", value, some))];
  return { slices, tooSmall };
}

const sliceNames = { all: "", seen_query: "query ", query_words: "words " } as const;

/** A slice in words: `all`, `query seen`, `words 3-4`. */
export function sliceText({ slice, value }: Pick<SliceComparison, "slice" | "value">): string {
  return `${sliceNames[slice]}${value}`;
}

function searchSums(search: readonly CommonRow[], common: CommonRows, model: "first" | "second"): EvaluationSums {
  const { labelMin, labelMax } = common;
  return sumsOf({
    scores: search.map((row) => row[model]),
    grades: search.map((row) => row.grade),
    ...{ labelMin, labelMax, ...common[model] },
  });
}
