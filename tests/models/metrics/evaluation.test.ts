import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addPairs,
  addSearch,
  type EvaluationSums,
  emptySums,
  figures,
  type GradedSearch,
  merge,
  sumNames,
} from "../../../models/metrics/evaluation.ts";
import { releasedSchemas } from "../../../schemas/generated/events.ts";

const oneToThree = { scoreMin: 1, scoreMax: 3, labelMin: 1, labelMax: 3 };

function sumsOf(...searches: readonly GradedSearch[]): EvaluationSums {
  const sums = emptySums();
  for (const search of searches) addSearch(sums, search);
  return sums;
}

test("addSearch: adds up errors, squares and ranking, worked by hand", () => {
  const sums = sumsOf(
    { scores: [2.5, 1.5], grades: [3, 1], ...oneToThree },
    { scores: [2], grades: [2], ...oneToThree },
  );
  expect(sums).toMatchObject({
    searches: 2,
    pairs: 3,
    sumScore: 6,
    sumGrade: 6,
    sumScoreSquared: 6.25 + 2.25 + 4,
    sumGradeSquared: 14,
    sumScoreGrade: 7.5 + 1.5 + 4,
    sumError: 0,
    sumAbsoluteError: 1,
    sumSquaredError: 0.5,
    rankedSearches: 1,
    sumNdcg: 1,
    sumMrr: 1,
  });
});

test("addSearch: bins scores by tenths of the label range, the ends included", () => {
  const scores = [1, 1.25, 2, 3, 3];
  const { calibration } = sumsOf({ scores, grades: [1, 2, 3, 3, 2], ...oneToThree });
  const nothing = { count: 0, sumScore: 0, sumGrade: 0 };
  expect(calibration).toEqual([
    { count: 1, sumScore: 1, sumGrade: 1 },
    { count: 1, sumScore: 1.25, sumGrade: 2 },
    ...[nothing, nothing, nothing],
    { count: 1, sumScore: 2, sumGrade: 3 },
    ...[nothing, nothing, nothing],
    { count: 2, sumScore: 6, sumGrade: 5 },
  ]);
});

test("addSearch: maps the scores of a model with another range to the label range", () => {
  const sums = sumsOf({ scores: [0, 0.25, 1], grades: [1, 2, 4], scoreMin: 0, scoreMax: 1, labelMin: 1, labelMax: 4 });
  // 0, 0.25 and 1 become 1, 1.75 and 4.
  expect(sums).toMatchObject({ sumScore: 6.75, sumError: -0.25, sumSquaredError: 0.0625 });
});

test("addSearch: a search whose grades are all equal has errors but no ranking, one without products nothing", () => {
  const sums = sumsOf({ scores: [3, 2], grades: [2, 2], ...oneToThree }, { scores: [], grades: [], ...oneToThree });
  expect(sums).toMatchObject({ searches: 1, pairs: 2, rankedSearches: 0, sumNdcg: 0, sumMrr: 0 });
});

test("addPairs: leaves the ranking out", () => {
  const sums = emptySums();
  addPairs(sums, { scores: [1, 2], grades: [3, 1], ...oneToThree });
  expect(sums).toMatchObject({ searches: 1, pairs: 2, sumSquaredError: 5, rankedSearches: 0 });
});

test.each([
  ["a score that is not a number", { scores: [Number.NaN], grades: [1], ...oneToThree }],
  ["an endless grade", { scores: [1], grades: [Number.POSITIVE_INFINITY], ...oneToThree }],
  ["grades whose gain overflows", { scores: [1, 1], grades: [1, 5000], ...oneToThree }],
  ["a label range without width", { scores: [1], grades: [1], ...oneToThree, labelMax: 1 }],
  ["a grade too few", { scores: [1, 2], grades: [1], ...oneToThree }],
])("addSearch: refuses %s, which would spoil every sum", (_, search) => {
  expect(() => sumsOf(search)).toThrow(Error);
});

test("figures: gives errors, correlation and ranking, worked by hand", () => {
  const first = { scores: [2.5, 1.5], grades: [3, 1], ...oneToThree };
  const second = { scores: [1, 2], grades: [2, 1], ...oneToThree };
  // The second search has its best product at rank 2: gains 0 and 1, NDCG = (1 / log2(3)) / 1.
  const quality = figures(sumsOf(first, second));
  expect(quality).toEqual({
    pairs: 4,
    searches: 2,
    mse: (0.25 + 0.25 + 1 + 1) / 4,
    rmse: Math.sqrt(0.625),
    mae: 0.75,
    bias: (-0.5 + 0.5 - 1 + 1) / 4,
    // Scores 2.5 1.5 1 2 and grades 3 1 2 1, both of mean 1.75: sum of products 0.75 × 1.25 + 0.25 × 0.75 - 0.75 × 0.25 - 0.25 × 0.75.
    pearson: expect.closeTo(0.75 / Math.sqrt(1.25 * 2.75), 12),
    ndcg10: expect.closeTo((1 + 1 / Math.log2(3)) / 2, 12),
    mrr: 0.75,
  });
});

test("figures: what can't be told is null, an error over nothing is not a number", () => {
  expect(figures(sumsOf({ scores: [2, 2], grades: [1, 1], ...oneToThree }))).toMatchObject({
    rmse: 1,
    pearson: null,
    ndcg10: null,
    mrr: null,
  });
  expect(figures(emptySums())).toMatchObject({ pairs: 0, rmse: Number.NaN, pearson: null, ndcg10: null });
});

test("sumNames: are the sums of the evaluation record", () => {
  const fields = releasedSchemas.evaluations.at(-1)!.fields.map((field) => field.name);
  expect([...sumNames, "calibration"]).toEqual(fields.slice(fields.indexOf("searches")));
});

const aSearch = fc
  .array(fc.record({ score: fc.double({ min: 1, max: 3, noNaN: true }), grade: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 5,
  })
  .map((products) => ({ scores: products.map((p) => p.score), grades: products.map((p) => p.grade), ...oneToThree }));

test("merge: any grouping in any order gives the sums of one pass", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(aSearch, fc.nat({ max: 3 })), { maxLength: 30 }),
      fc.boolean(),
      (placed, isTurned) => {
        const groups = [0, 1, 2, 3].map((group) => sumsOf(...placed.filter(([, to]) => to === group).map(([s]) => s)));
        const merged = (isTurned ? groups.reverse() : groups).reduce(merge, emptySums());
        const whole = sumsOf(...placed.map(([search]) => search));
        for (const name of sumNames)
          expect(Math.abs(merged[name] - whole[name])).toBeLessThan(1e-9 * (1 + whole.pairs));
        expect(merged.calibration.map((bin) => bin.count)).toEqual(whole.calibration.map((bin) => bin.count));
        whole.calibration.forEach((bin, i) => {
          expect(Math.abs(merged.calibration[i]!.sumScore - bin.sumScore)).toBeLessThan(1e-9 * (1 + bin.count));
          expect(Math.abs(merged.calibration[i]!.sumGrade - bin.sumGrade)).toBeLessThan(1e-9 * (1 + bin.count));
        });
      },
    ),
    { seed: 2, numRuns: 200 },
  );
});

test("merge: changes neither part", () => {
  const part = sumsOf({ scores: [2], grades: [2], ...oneToThree });
  const before = structuredClone(part);
  addSearch(merge(part, part), { scores: [3], grades: [1], ...oneToThree });
  expect(part).toEqual(before);
});
