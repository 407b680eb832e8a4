import { expect, test } from "vitest";
import { qualityRoute } from "../../../../app/server/routes/quality.ts";
import { newVitals, type OpenData } from "../../../../app/server/vitals.ts";
import { qualityReport } from "../../../../pipelines/evaluation/quality-report.ts";
import { aJudgedEvent, aJudgedProduct } from "../../../support/judged-events.ts";
import { servedRoutes } from "../../../support/served.ts";

const time = { from: 0, to: 60_000 };

async function asked(report: ReturnType<typeof qualityReport>, url = "/api/quality") {
  const tables = { quality: { report: async () => report } };
  const { app } = await servedRoutes([qualityRoute], {
    vitals: { ...newVitals(), data: { tables } as unknown as OpenData },
  });
  return app.inject(url);
}

test("/api/quality: tells the report as its shape says, what can't be told as null", async () => {
  const challenger = { model: "trees-1", scoreMin: 1, scoreMax: 3, isSeenQuery: null };
  const product = aJudgedProduct({ score: 2, grade: 2, challengerScore: 1 });
  const events = [aJudgedEvent(), aJudgedEvent({ model: "mean-1", at: 5, challenger, products: [product] })];
  const report = qualityReport({ events, pairs: 3, otherRanges: 0 }, time)!;
  const answer = await asked(report, "/api/quality?window=1h");
  expect(answer.statusCode).toBe(200);
  const { mse, ...figures } = report.live.figures;
  const { mse: _, ...intervals } = report.live.intervals;
  expect(answer.json()).toMatchObject({ window: "1h", report: { ...time, live: { figures, intervals } } });
  const { calibration, references, beside, slices } = answer.json().report;
  expect([calibration, references]).toEqual([report.calibration, report.references]);
  expect(beside.difference).toMatchObject({ mae: { first: 0, second: 1, difference: 1 }, ndcg10: null });
  expect(slices.map(({ value }: { value: string }) => value)).toEqual(report.slices.map(({ value }) => value));
});

test("/api/quality: where nothing was judged there is no report, and other windows are refused", async () => {
  expect((await asked(null)).json()).toEqual({ window: "1d", report: null });
  expect((await asked(null, "/api/quality?window=2h")).statusCode).toBe(400);
});
