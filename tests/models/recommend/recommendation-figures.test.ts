import { expect, test } from "vitest";
import {
  figuresOfRanks,
  meanFigures,
  ranksOf,
  ratioOf,
  sampledFigures,
} from "../../../models/recommend/recommendation-figures.ts";

const scores = Float32Array.of(0.1, 0.9, 0.5, 0.5, 0);

test("ranksOf: 1 is the best, equal scores share the mean of their ranks", () => {
  expect([...ranksOf(scores, Int32Array.of(1, 2, 3, 4))]).toEqual([1, 2.5, 2.5, 5]);
  expect([...ranksOf(scores, Int32Array.of(2, 4), (item) => item !== 1)]).toEqual([1.5, 4]);
});

test("figuresOfRanks: as the definitions have it", () => {
  const { hitRate10, mrr, ndcg10, recall100, auc } = figuresOfRanks(Float64Array.of(50, 2), 101);
  expect({ hitRate10, mrr, recall100 }).toEqual({ hitRate10: 1, mrr: 0.5, recall100: 1 });
  expect(ndcg10).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 10);
  // of the 99 others 1 is above the first choice, 48 above the second
  expect(auc).toBeCloseTo(1 - (1 / 99 + 48 / 99) / 2, 10);
});

test("sampledFigures: among products drawn at random the best is always first, and equal seeds draw equally", () => {
  expect(sampledFigures(scores, Int32Array.of(1), 3, 1)).toMatchObject({ hitRate10: 1, mrr: 1, auc: 1 });
  expect(sampledFigures(scores, Int32Array.of(2), 3, 1)).toEqual(sampledFigures(scores, Int32Array.of(2), 3, 1));
});

test("meanFigures and ratioOf: means with intervals around them", () => {
  const visitors = Array.from({ length: 100 }, (_, i) => figuresOfRanks(Float64Array.of(1 + (i % 4) * 10), 100));
  const { mrr, hitRate10 } = meanFigures(visitors, 1);
  expect(hitRate10.value).toBeCloseTo(0.25, 10);
  expect([mrr.low < mrr.value, mrr.value < mrr.high]).toEqual([true, true]);
  const own = visitors.map((figures) => figures.mrr);
  const double = ratioOf(
    own,
    own.map((value) => value / 2),
    1,
  );
  for (const value of Object.values(double)) expect(value).toBeCloseTo(2, 10);
});
