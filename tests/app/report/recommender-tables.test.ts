import { expect, test } from "vitest";
import {
  latencySentence,
  listsTable,
  qualityTables,
  separationsTable,
  timesSentence,
} from "../../../app/report/recommender-tables.ts";
import type { MeanFigures, RecommenderJudgement, WayFigures } from "../../../schemas/recommender.ts";

const figure = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const figures = (value: number): MeanFigures => {
  const each = figure(value);
  return { auc: each, hitRate10: each, mrr: each, ndcg10: each, recall100: each };
};
const ways: WayFigures = {
  ...{ visitors: 3, choices: 1200 },
  ways: { model: figures(0.5), popularity: figures(0.25), itemToItem: figures(0.125) },
};
const times = { hitRate10: figure(2), mrr: figure(1.5), ndcg10: figure(1) };
const list = { coverage: 0.01, novelty: 12.345, meanPopularity: 7, headShare: 0.5 };
const separation = { groups: 4, measured: 40, silhouette: 0.25, silhouetteByChance: -0.1 };
const judgement: RecommenderJudgement = {
  ...{ catalog: 92_336, full: ways, warm: ways, cold: ways, coldAmongCold: ways, sampled: ways },
  times: { popularity: times, itemToItem: times },
  lists: { model: list, popularity: list, itemToItem: list, chosen: { ...list, headShare: 0.4 } },
  separations: [{ by: "department", ...separation, agreement: 0.9, agreementByChance: 0.3 }],
  latencyMs: { p50: 4.26, p99: 9 },
};

test("qualityTables: a figure a row, each way with its interval", () => {
  const [full, ...others] = qualityTables(judgement);
  expect(full).toMatchObject({ caption: "all of 92,336 products", note: "1,200 choices of 3 visitors" });
  expect(full!.columns).toEqual(["model", "95 %", "popularity", "95 %", "item-to-item", "95 %"]);
  expect(full!.rows.map(([name]) => name)).toEqual(["AUC", "HitRate@10", "MRR", "NDCG@10", "recall@100"]);
  expect(full!.rows[0]!.slice(1, 5)).toEqual(["0.5000", "0.4000 to 0.6000", "0.2500", "0.1500 to 0.3500"]);
  expect(others).toHaveLength(4);
  const nothing = { ...ways, visitors: 0, choices: 0 };
  const captions = qualityTables({ ...judgement, cold: nothing, coldAmongCold: nothing }).map(({ caption }) => caption);
  expect(captions).toEqual([full!, others[0]!, others[3]!].map(({ caption }) => caption));
});

test("recommender tables: lists beside what was chosen, separations beside chance, and two sentences", () => {
  expect(listsTable(judgement.lists).rows.at(-1)).toEqual(["what visitors chose", "0.0100", "12.35", "7.0", "0.4000"]);
  const apart = ["by department", "4", "0.250", "-0.100", "0.900", "0.300"];
  expect(separationsTable(judgement.separations).rows).toEqual([apart]);
  expect(timesSentence(judgement.times)).toMatch(/^times popularity: HitRate@10 2\.00 \(1\.90 to 2\.10\), MRR 1\.50 /);
  expect(latencySentence(judgement.latencyMs)).toBe("the first ten in 4.3 ms (median), 9.0 ms (99 %)");
});
