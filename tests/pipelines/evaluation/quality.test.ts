import { expect, test } from "vitest";
import { qualityOfPart } from "../../../pipelines/evaluation/quality.ts";
import type { JudgedRows } from "../../../pipelines/training/judged-rows.ts";

/** Two searches whose rows lie mixed, on labels from 0 to 2. */
const rows: JudgedRows = {
  features: { featureSet: "test-1", names: [], values: new Float32Array(), count: 5 },
  grades: Float32Array.of(2, 0, 1, 0, 2),
  queries: ["a", "b", "a", "b", "a"],
  texts: { texts: [], query: new Uint32Array(), title: new Uint32Array() },
  searches: Uint32Array.of(0, 1, 0, 1, 0),
  labelMin: 0,
  labelMax: 2,
  space: "test-2",
  hash: "00",
};
const sameRange = { scoreMin: 0, scoreMax: 2 };

test("qualityOfPart: measures the rows of one part, search by search", () => {
  const scores = Float32Array.of(1, 0, 1.5, 2, 0);
  // Part 0: errors -1 and 0.5 of search 0, 0 and 2 of search 1. In search 0 the grade 1 comes before the grade 2.
  const quality = qualityOfPart(rows, scores, sameRange, Uint8Array.of(0, 0, 0, 0, 1), 0);
  expect(quality).toMatchObject({ pairs: 4, searches: 2, mse: (1 + 0.25 + 4) / 4, bias: 1.5 / 4, mrr: 1 / 2 });
  const second = 1 / Math.log2(3);
  expect(quality.ndcg10).toBeCloseTo((1 + 3 * second) / (3 + second), 12);
  expect(qualityOfPart(rows, scores, sameRange, Uint8Array.of(0, 0, 0, 0, 1), 1)).toMatchObject({
    pairs: 1,
    searches: 1,
    mse: 4,
    ndcg10: null,
  });
});

test("qualityOfPart: scores on another range are taken to that of the labels", () => {
  const scores = Float32Array.of(100, 0, 50, 0, 75);
  const quality = qualityOfPart(rows, scores, { scoreMin: 0, scoreMax: 100 }, new Uint8Array(5), 0);
  expect(quality).toMatchObject({ pairs: 5, mae: 0.5 / 5, bias: -0.5 / 5 });
});

test("qualityOfPart: a part without rows has no figures", () => {
  const quality = qualityOfPart(rows, new Float32Array(5), sameRange, new Uint8Array(5), 2);
  expect(quality).toMatchObject({ pairs: 0, searches: 0, rmse: Number.NaN, ndcg10: null });
});
