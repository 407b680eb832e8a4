import { expect, test } from "vitest";
import { judgeLateLabels } from "../../../pipelines/evaluation/late-labels.ts";
import { keptTables } from "../../support/kept-tables.ts";

const shown = { event_id: "s-1", model: "ridge-1", score_min: 1, score_max: 3, feature_set: "lexical-2" };
const label = { event_id: "l-1", refers_to: "s-1", label_min: 1, label_max: 3 };

test("judgeLateLabels: each model is measured on the scores that it gave before the labels came", async () => {
  const folder = await keptTables({
    scores: [
      { ...shown, product_id: "a", position: 1, score: 3, is_seen_query: true },
      { ...shown, product_id: "b", position: 2, score: 1.5, is_seen_query: true },
      { ...shown, product_id: "c", position: 3, score: 1, is_seen_query: true },
      { ...shown, event_id: "s-2", product_id: "a", position: 1, score: 2, is_seen_query: false },
      { ...shown, model: "mean-1", product_id: "a", position: 1, score: 2 },
    ],
    labels: [
      { ...label, product_id: "a", grade: 2 },
      { ...label, product_id: "b", grade: 2 },
      { ...label, event_id: "l-2", refers_to: "s-2", product_id: "a", grade: 3 },
      { ...label, event_id: "l-3", refers_to: "never-seen", product_id: "a", grade: 3 },
      { ...label, event_id: "l-4", refers_to: "s-1", product_id: "never-shown", grade: 3 },
    ],
  });
  const judgements = await judgeLateLabels(folder, 1);
  // ridge-1: errors 1 and -0.5 in s-1, whose query was seen, and -1 in s-2; mean-1: 0.
  expect(judgements.map(({ model, figures }) => [model, figures.searches, figures.pairs, figures.mse])).toEqual([
    ["mean-1", 1, 1, 0],
    ["ridge-1", 2, 3, (1 + 0.25 + 1) / 3],
  ]);
  expect(judgements[1]!.byQuery.map(({ value, figures }) => [value, figures.mse])).toEqual([
    ["seen", (1 + 0.25) / 2],
    ["unseen", 1],
  ]);
});

test("judgeLateLabels: a challenger is measured on the same pairs as the champion, on its own range", async () => {
  const challenger = { challenger: "ridge-2", challenger_score_min: 0, challenger_score_max: 1 };
  const folder = await keptTables({
    scores: [
      { ...shown, ...challenger, product_id: "a", position: 1, score: 3, challenger_score: 0.5 },
      { ...shown, ...challenger, product_id: "b", position: 2, score: 1, challenger_score: 0 },
    ],
    labels: [
      { ...label, product_id: "a", grade: 2 },
      { ...label, product_id: "b", grade: 3 },
    ],
  });
  const judgements = await judgeLateLabels(folder, 1);
  // half of 0 to 1 is 2 of 1 to 3
  expect(judgements.map(({ model, figures }) => [model, figures.pairs, figures.mse])).toEqual([
    ["ridge-1", 2, (1 + 4) / 2],
    ["ridge-2", 2, (0 + 4) / 2],
  ]);
});

test("judgeLateLabels: scores on another range are taken to that of the labels", async () => {
  const folder = await keptTables({
    scores: [{ ...shown, product_id: "a", position: 1, score: 2, score_min: 1, score_max: 3 }],
    labels: [{ ...label, product_id: "a", grade: 100, label_min: 0, label_max: 100 }],
  });
  expect((await judgeLateLabels(folder, 1)).map(({ figures }) => figures.bias)).toEqual([-50]);
});

test("judgeLateLabels: without late labels no model is judged", async () => {
  const folder = await keptTables({ scores: [{ ...shown, product_id: "a", position: 1, score: 2, grade: 3 }] });
  expect(await judgeLateLabels(folder, 1)).toEqual([]);
});
