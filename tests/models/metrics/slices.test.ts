import { expect, test } from "vitest";
import { scoreBand, sumBySlice } from "../../../models/metrics/slices.ts";
import type { ScoredEvent } from "../../../schemas/generated/events.ts";

function scored(
  overrides: Partial<ScoredEvent>,
  pairs: readonly (readonly [score: number, grade: number | null])[],
): ScoredEvent {
  return {
    ...{ eventId: "e", time: 0, source: "test", sessionId: null, userId: null, labelMin: 1, labelMax: 3 },
    ...{ query: "saw", rewrites: [], queryWords: 1, isSeenQuery: null, model: "fixed-1", space: "none" },
    ...{ featureSet: "lexical-2", scoreMin: 1, scoreMax: 3, challenger: null, challengerFault: null },
    products: pairs.map(([score, grade], i) => ({
      ...{ productId: `p${i}`, title: "a saw", position: i + 1, brand: null, category: null, price: null },
      ...{ attributes: {}, grade, score, features: new Float32Array(), challengerScore: null },
    })),
    ...overrides,
  };
}

const valuesOf = (event: ScoredEvent, slice: string) =>
  sumBySlice([event])
    .filter((part) => part.slice === slice)
    .map((part) => part.value);

test.each([
  [0, "0"],
  [1, "1"],
  [2, "2"],
  [3, "3-4"],
  [4, "3-4"],
  [5, "5+"],
  [40, "5+"],
])("sumBySlice: a query of %d words is of %j", (queryWords, value) => {
  expect(valuesOf(scored({ queryWords }, [[2, 2]]), "query_words")).toEqual([value]);
});

test.each([
  [true, "seen"],
  [false, "unseen"],
  [null, "unknown"],
])("sumBySlice: a query that was seen: %s, is %j", (isSeenQuery, value) => {
  expect(valuesOf(scored({ isSeenQuery }, [[2, 2]]), "seen_query")).toEqual([value]);
});

test("sumBySlice: every slice sums what falls into it, ranking by whole searches only", () => {
  const events = [
    scored({ queryWords: 1, isSeenQuery: true }, [
      [1, 1],
      [3, 3],
      [2.9, null],
    ]),
    scored({ queryWords: 2, isSeenQuery: true }, [[1.25, 2]]),
  ];
  const told = sumBySlice(events).map(({ slice, value, sums }) => {
    const { searches, pairs, sumError, rankedSearches, sumNdcg } = sums;
    return [slice, value, { searches, pairs, sumError, rankedSearches, sumNdcg }];
  });
  expect(told).toHaveLength(6);
  expect(told).toEqual(
    expect.arrayContaining([
      ["all", "all", { searches: 2, pairs: 3, sumError: -0.75, rankedSearches: 1, sumNdcg: 1 }],
      ["query_words", "1", { searches: 1, pairs: 2, sumError: 0, rankedSearches: 1, sumNdcg: 1 }],
      ["query_words", "2", { searches: 1, pairs: 1, sumError: -0.75, rankedSearches: 0, sumNdcg: 0 }],
      ["seen_query", "seen", { searches: 2, pairs: 3, sumError: -0.75, rankedSearches: 1, sumNdcg: 1 }],
      ["score_band", "1.0-1.4", { searches: 2, pairs: 2, sumError: -0.75, rankedSearches: 0, sumNdcg: 0 }],
      ["score_band", "2.6-3.0", { searches: 1, pairs: 1, sumError: 0, rankedSearches: 0, sumNdcg: 0 }],
    ]),
  );
});

test("sumBySlice: live traffic, ungraded products and no events give nothing", () => {
  expect(sumBySlice([])).toEqual([]);
  expect(sumBySlice([scored({ labelMin: null, labelMax: null }, [[2, null]])])).toEqual([]);
  expect(sumBySlice([scored({}, [[2, null]]), scored({}, [])])).toEqual([]);
});

test.each([
  [0, 0, 5, "0.0-1.0"],
  [1, 0, 5, "1.0-2.0"],
  [4.99, 0, 5, "4.0-5.0"],
  [5, 0, 5, "4.0-5.0"],
  [-1, 0, 5, "0.0-1.0"],
  [9, 0, 5, "4.0-5.0"],
  [2.5, 1, 4, "2.2-2.8"],
  [0, -1, 1, "-0.2-0.2"],
  [0.13, 0, 0.25, "0.100-0.150"],
])("scoreBand: %d of %d to %d lies in %s", (score, scoreMin, scoreMax, band) => {
  expect(scoreBand(score, scoreMin, scoreMax)).toBe(band);
});
