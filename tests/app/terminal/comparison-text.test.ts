import { expect, test } from "vitest";
import { comparisonText } from "../../../app/terminal/comparison-text.ts";
import type { SliceComparison } from "../../../pipelines/registry/common-rows.ts";

const figure = { first: 0.5, second: 0.4, difference: -0.1, interval: { low: -0.15, high: -0.05 }, below: 1, above: 0 };
const all: SliceComparison = {
  ...{ slice: "all", value: "all", pairs: 80, searches: 40 },
  figures: { rmse: figure, mae: figure, ndcg10: null, mrr: null },
};
const models = { first: "ridge-1", second: "relevance-1", notes: ["7 rows are left out"] };

test("comparisonText: a sentence, the figures, and the slices that tell nothing", () => {
  const seen: SliceComparison = { ...all, slice: "seen_query", value: "seen", pairs: 50, searches: 25 };
  const tooSmall = [
    { slice: "query_words", value: "5+", searches: 19 },
    { slice: "seen_query", value: "unseen", searches: 3 },
  ] as const;
  expect(comparisonText({ ...models, slices: [all, seen], tooSmall })).toBe(
    [
      "relevance-1 is better than ridge-1: RMSE lower by 0.1000 (0.0500 to 0.1500), in 100 % of 1,000 resamples",
      "on 80 rows of 40 searches that neither learned from; 7 rows are left out",
      "relevance-1 less ridge-1  pairs  searches  ridge-1  relevance-1  difference  95 % interval",
      "rmse, all                    80        40   0.5000       0.4000     -0.1000  -0.1500 to -0.0500",
      "mae, all                     80        40   0.5000       0.4000     -0.1000  -0.1500 to -0.0500",
      "ndcg@10, all                 80        40        -            -           -",
      "mrr, all                     80        40        -            -           -",
      "rmse, query seen             50        25   0.5000       0.4000     -0.1000  -0.1500 to -0.0500",
      "too few searches to tell: words 5+ (19), query unseen (3)",
    ].join("\n"),
  );
  expect(comparisonText({ ...models, slices: [all], tooSmall: [] })).not.toContain("too few");
});

test("comparisonText: an interval that holds 0 shows no difference; without common rows it says why", () => {
  const rmse = { ...figure, interval: { low: -0.2, high: 0.05 } };
  const slices = [{ ...all, figures: { ...all.figures, rmse } }];
  expect(comparisonText({ ...models, slices, tooSmall: [] }).split("\n")[0]).toBe(
    "no difference between relevance-1 and ridge-1 that these rows can show: RMSE by -0.1000 (-0.2000 to 0.0500)",
  );
  expect(comparisonText({ first: "a-1", second: "b-1", reason: "there are 3 rows" })).toBe(
    "a-1 and b-1 can't be compared: there are 3 rows",
  );
});
