import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import {
  type CommonRow,
  commonRow,
  commonTestRows,
  compareSlices,
  sliceText,
} from "../../../pipelines/registry/common-rows.ts";
import type { TestRow } from "../../../pipelines/registry/test-scores.ts";

const row: TestRow = { key: 1, search: 0, grade: 2, score: 2, queryWords: 2, isSeen: true };
const labels = { labelMin: 1, labelMax: 3 };

test("commonTestRows: rows of the same judgment, with both scores, by the searches of the first", () => {
  const first = { ...labels, rows: [row, { ...row, key: 2, search: 4 }, { ...row, key: 3, isSeen: false }] };
  const second = {
    ...labels,
    rows: [
      { ...row, key: 2, search: 9, score: 3, isSeen: false },
      { ...row, key: 3, isSeen: false },
    ],
  };
  const common = { grade: 2, queryWords: 2, first: 2 };
  expect(commonTestRows(first, second)).toEqual([
    { ...common, search: 4, second: 3, isSeen: undefined },
    { ...common, search: 0, second: 2, isSeen: false },
  ]);
  expect(commonTestRows(first, { ...second, labelMax: 4 })).toEqual([]);
});

test("commonRow: a query is seen only when both models met it", () => {
  const seen = [true, false].flatMap((one) =>
    [true, false].map((other) => commonRow({ ...row, isSeen: one }, { ...row, isSeen: other }).isSeen),
  );
  expect(seen).toEqual([true, undefined, undefined, false]);
});

/** Searches of two products each; the second model errs by half a grade more where `isWorse` says so. */
function searchesOf(count: number, isWorse: (search: number) => boolean): readonly CommonRow[] {
  const random = seededRandom(5);
  return Array.from({ length: 2 * count }, (_, i): CommonRow => {
    const search = i >> 1;
    const grade = 1 + Math.round(2 * random.uniform());
    const first = grade + 0.5 * (random.uniform() - 0.5);
    const second = first + (isWorse(search) ? 0.5 : 0);
    return { search, grade, first, second, queryWords: 1 + (search % 3), isSeen: search % 2 === 0 };
  });
}

test("compareSlices: a model that is worse on one slice is found there", () => {
  const range = { scoreMin: 1, scoreMax: 3 };
  const rows = searchesOf(300, (search) => search % 2 === 1);
  const { slices, tooSmall } = compareSlices({ ...labels, first: range, second: range, rows }, 1);
  expect(tooSmall).toEqual([]);
  expect(slices.map(({ slice, value, searches }) => `${slice} ${value} ${searches}`)).toEqual([
    "all all 300",
    "seen_query seen 150",
    "seen_query unseen 150",
    "query_words 1 100",
    "query_words 2 100",
    "query_words 3-4 100",
  ]);
  const errors = Object.fromEntries(slices.map(({ value, figures }) => [value, figures.rmse!]));
  expect(errors.seen!.interval).toEqual({ low: 0, high: 0 });
  expect(errors.unseen!.interval.low).toBeGreaterThan(0.3);
  expect(errors.unseen!.above).toBe(1);
  expect(errors.all!.interval.low).toBeGreaterThan(0.1);
});

test("compareSlices: slices of fewer than 20 searches are left out, and said to be", () => {
  const range = { scoreMin: 1, scoreMax: 3 };
  const compared = (count: number) => {
    const rows = searchesOf(count, () => false);
    const { slices, tooSmall } = compareSlices({ ...labels, first: range, second: range, rows }, 1);
    return [slices.map(sliceText), tooSmall.map((slice) => `${sliceText(slice)}: ${slice.searches}`)];
  };
  const parts = ["query seen: 10", "query unseen: 10", "words 1: 7", "words 2: 7", "words 3-4: 6"];
  expect(compared(19)).toEqual([[], ["all: 19", parts[0], "query unseen: 9", "words 1: 7", "words 2: 6", parts[4]]]);
  expect(compared(20)).toEqual([["all"], parts]);
});
