import { expect, test } from "vitest";
import { qualityReport } from "../../../pipelines/evaluation/quality-report.ts";
import { aJudgedEvent, aJudgedProduct } from "../../support/judged-events.ts";

const time = { from: 0, to: 60_000 };
const second = 1 / Math.log2(3);

/** The worst order of a shelf that is wanted and a hook that is not, and what the challenger makes of it. */
function upsideDown(at: number) {
  return aJudgedEvent({
    at,
    challenger: { model: "trees-1", scoreMin: 0, scoreMax: 1, isSeenQuery: null },
    products: [
      aJudgedProduct({ title: "Oak shelf", score: 1, grade: 3, challengerScore: 1 }),
      aJudgedProduct({ title: "Brass hook", score: 3, grade: 1, challengerScore: 0.5 }),
    ],
  });
}

test("qualityReport: live figures beside chance, BM25 and the mean on the same searches", () => {
  const report = qualityReport({ events: [upsideDown(1), upsideDown(2)], pairs: 9, otherRanges: 1 }, time)!;
  expect(report).toMatchObject({ pairs: 9, otherRanges: 1, labelMin: 1, labelMax: 3, ...time });
  expect(report.live.figures).toMatchObject({ pairs: 4, searches: 2, rmse: 2, mae: 2, bias: 0, mrr: 0.5 });
  expect(report.live.figures.ndcg10).toBeCloseTo(second, 12);
  const { constant, random, bm25 } = report.references;
  expect(constant).toEqual({ value: 2, rmse: 1, mae: 1 });
  expect(random.ndcg10).toBeCloseTo((1 + second) / 2, 12);
  expect([random.mrr, bm25]).toEqual([0.75, { ndcg10: 1, mrr: 1 }]);
  expect(report.calibration.map(({ meanScore, meanGrade }) => [meanScore, meanGrade])).toEqual([
    [1, 3],
    [3, 1],
  ]);
  expect(report.overTime).toMatchObject([{ models: ["ridge-1"], figures: { searches: 2 } }]);
});

test("qualityReport: champion and challenger on the very same searches, the newest two", () => {
  const alone = aJudgedEvent({ model: "mean-1" });
  const report = qualityReport({ events: [alone, upsideDown(1), upsideDown(2)], pairs: 6, otherRanges: 0 }, time)!;
  expect(report.models.map(({ model, figures }) => [model, figures.searches])).toEqual([
    ["ridge-1", 2],
    ["mean-1", 1],
  ]);
  // its scores from 0 to 1 are 3 and 2 on the range of the labels
  expect(report.beside).toMatchObject({
    ...{ champion: "ridge-1", challenger: "trees-1" },
    ofChampion: { figures: { searches: 2, rmse: 2 } },
    ofChallenger: { figures: { searches: 2, mae: 0.5, ndcg10: 1 } },
    difference: { mae: { first: 2, second: 0.5, difference: -1.5, interval: { low: -1.5, high: -1.5 } } },
  });
  expect(qualityReport({ events: [alone], pairs: 2, otherRanges: 0 }, time)!.beside).toBeNull();
});

test("qualityReport: of nothing there is none", () => {
  expect(qualityReport({ events: [], pairs: 0, otherRanges: 0 }, time)).toBeNull();
});
