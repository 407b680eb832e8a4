import { expect, test } from "vitest";
import { intervalsOf, qualityOf } from "../../../pipelines/evaluation/quality.ts";

/** Two searches whose rows lie mixed, on labels from 0 to 2. */
const rows = {
  grades: Float32Array.of(2, 0, 1, 0, 2),
  searches: Uint32Array.of(0, 1, 0, 1, 0),
  labelMin: 0,
  labelMax: 2,
};
const sameRange = { scoreMin: 0, scoreMax: 2 };

test("qualityOf: measures some of the rows, search by search", () => {
  const scores = Float32Array.of(1, 0, 1.5, 2, 0);
  // Of the first four: errors -1 and 0.5 of search 0, 0 and 2 of search 1. In search 0 the grade 1 comes before the grade 2.
  const quality = qualityOf({ rows, scores, range: sameRange }, (row) => row < 4);
  expect(quality).toMatchObject({ pairs: 4, searches: 2, mse: (1 + 0.25 + 4) / 4, bias: 1.5 / 4, mrr: 1 / 2 });
  const second = 1 / Math.log2(3);
  expect(quality.ndcg10).toBeCloseTo((1 + 3 * second) / (3 + second), 12);
  expect(qualityOf({ rows, scores, range: sameRange }, (row) => row === 4)).toMatchObject({
    pairs: 1,
    searches: 1,
    mse: 4,
    ndcg10: null,
  });
});

test("qualityOf: scores on another range are taken to that of the labels", () => {
  const scores = Float32Array.of(100, 0, 50, 0, 75);
  const quality = qualityOf({ rows, scores, range: { scoreMin: 0, scoreMax: 100 } }, () => true);
  expect(quality).toMatchObject({ pairs: 5, mae: 0.5 / 5, bias: -0.5 / 5 });
});

test("qualityOf: no rows have no figures", () => {
  const quality = qualityOf({ rows, scores: new Float32Array(5), range: sameRange }, () => false);
  expect(quality).toMatchObject({ pairs: 0, searches: 0, rmse: Number.NaN, ndcg10: null });
});

test("intervalsOf: of searches that are all alike there is nothing to doubt, of others there is", () => {
  const range = sameRange;
  const alike = { ...rows, grades: Float32Array.of(2, 0, 2, 0, 2) };
  const scores = Float32Array.of(1, 1, 1, 1, 1);
  expect(intervalsOf({ rows: alike, scores, range }, () => true, 1).rmse).toEqual({ low: 1, high: 1 });
  const { rmse, bias } = intervalsOf({ rows: alike, scores, range }, (row) => row < 2, 1);
  expect([rmse, bias]).toEqual([
    { low: 1, high: 1 },
    { low: -1, high: 1 },
  ]);
});
