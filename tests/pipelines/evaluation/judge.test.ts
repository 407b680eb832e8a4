import { expect, test } from "vitest";
import { constantModel } from "../../../models/baselines/constant.ts";
import { queryHashes } from "../../../models/seen-queries.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { type JudgedSearch, judgeModel, judgement } from "../../../pipelines/evaluation/judge.ts";
import { assemble } from "../../../pipelines/live-models.ts";
import { aLabelledProduct, aLabelledSearch, aLateLabel } from "../../support/events.ts";

const range = { scoreMin: 1, scoreMax: 3, labelMin: 1, labelMax: 3 };
const seen: JudgedSearch = { ...range, scores: [3, 2, 1], grades: [3, 1, 2], isSeenQuery: true };
const unseen: JudgedSearch = { ...range, scores: [2, 2], grades: [1, 3], isSeenQuery: false };
const untold: JudgedSearch = { ...range, scores: [1], grades: [1], isSeenQuery: null };

test("judgement: the figures of five pairs are those worked out by hand", () => {
  // Errors 0, 1, -1 and 1, -1. Gains 2^(grade - 1) - 1; the two equal scores share ranks 1 and 2.
  const second = 1 / Math.log2(3);
  const ndcg = [(3 + 1 / 2) / (3 + second), (1.5 * (1 + second)) / 3] as const;
  const { model, figures } = judgement("ridge-1", [seen, unseen], 1);
  expect(model).toBe("ridge-1");
  expect(figures).toMatchObject({ pairs: 5, searches: 2, mrr: (1 + 0.75) / 2 });
  expect(figures.mse).toBeCloseTo(4 / 5, 12);
  expect(figures.rmse).toBeCloseTo(Math.sqrt(4 / 5), 12);
  expect(figures.mae).toBeCloseTo(4 / 5, 12);
  expect(figures.bias).toBeCloseTo(0, 12);
  expect(figures.ndcg10).toBeCloseTo((ndcg[0] + ndcg[1]) / 2, 12);
  // Deviations of the scores 1 0 -1 0 0, of the grades 1 -1 0 -1 1; of their ranks 2 0 -2 0 0 and 1.5 -1.5 0 -1.5 1.5.
  expect(figures.pearson).toBeCloseTo(1 / Math.sqrt(2 * 4), 12);
  expect(figures.spearman).toBeCloseTo(3 / Math.sqrt(8 * 9), 12);
});

test("judgement: seen and unseen queries are measured apart, those of which nothing is known in neither", () => {
  const { byQuery } = judgement("ridge-1", [seen, unseen, untold], 1);
  expect(byQuery.map(({ value, figures }) => [value, figures.searches, figures.pairs])).toEqual([
    ["seen", 1, 3],
    ["unseen", 1, 2],
  ]);
  expect(byQuery.map(({ figures }) => figures.mse)).toEqual([2 / 3, 1]);
  expect(byQuery.map(({ intervals }) => intervals.mse)).toEqual([
    { low: 2 / 3, high: 2 / 3 },
    { low: 1, high: 1 },
  ]);
  expect(judgement("ridge-1", [untold], 1).byQuery).toEqual([]);
});

test("judgement: searches that are all alike leave an interval no width, and the same seed gives the same intervals", () => {
  const { intervals } = judgement("ridge-1", [unseen, unseen, unseen], 1);
  expect([intervals.rmse, intervals.bias]).toEqual([
    { low: 1, high: 1 },
    { low: 0, high: 0 },
  ]);
  const mixed = [seen, unseen, untold];
  expect(judgement("ridge-1", mixed, 5).intervals).toEqual(judgement("ridge-1", mixed, 5).intervals);
});

test("judgeModel: scores are taken to each event's label range, and labels without texts are passed over", async () => {
  const model = constantModel("fixed", 2.5, { featureSet: "", names: [], scoreMin: 1, scoreMax: 3 });
  const live = assemble("fixed-7", model, emptyVocabulary, queryHashes(["oak shelf"]));
  const graded = (...grades: readonly number[]) =>
    grades.map((grade, i) => aLabelledProduct({ productId: `p-${i}`, position: i + 1, grade }));
  const {
    model: reference,
    figures,
    byQuery,
  } = await judgeModel(
    live,
    [
      aLabelledSearch({ products: graded(3, 1) }),
      aLateLabel(),
      // 2.5 of 1 to 3 is 3 of 0 to 4: errors of -1 and 2.
      aLabelledSearch({ eventId: "s-2", query: "brass hook", labelMin: 0, labelMax: 4, products: graded(4, 1) }),
    ],
    1,
  );
  expect(reference).toBe("fixed-7");
  expect(figures).toMatchObject({
    pairs: 4,
    searches: 2,
    mse: (0.25 + 2.25 + 1 + 4) / 4,
    bias: (-0.5 + 1.5 - 1 + 2) / 4,
  });
  // Deviations of the scores -0.25 -0.25 0.25 0.25, of the grades 0.75 -1.25 1.75 -1.25.
  expect(figures.pearson).toBeCloseTo(0.25 / Math.sqrt(0.25 * 6.75), 12);
  expect(byQuery.map(({ value, figures: { mse } }) => [value, mse])).toEqual([
    ["seen", 1.25],
    ["unseen", 2.5],
  ]);
});
