import { expect, test } from "vitest";
import { renderView, type Snapshot } from "../../../app/terminal/live-view.ts";
import { lineOf } from "../../../app/terminal/views.ts";
import { createStageMeter } from "../../../pipelines/stage-metrics.ts";

function stage(name: string, eventsIn: number, latencyP50Ms: number, latencyP99Ms: number) {
  const figures = { ...createStageMeter(name).figures(), eventsIn, eventsOut: eventsIn, batches: 1, busyMs: 1 };
  return { ...figures, latencyP50Ms, latencyP99Ms };
}

const early: Snapshot = {
  seconds: 60,
  data: "data",
  model: "ridge-1",
  stages: [stage("tokenize", 10_000, 2, 9), stage("score", 9_000, 2, 9), stage("record", 0, 0, 0)],
  lags: [],
  quality: undefined,
  meanRmse: Number.NaN,
  deadLetters: 0,
  latest: undefined,
};

const later: Snapshot = {
  ...early,
  seconds: 3725.4,
  stages: [
    stage("tokenize", 1_476_160, 1.96, 31.4),
    { ...stage("score", 12_000, 250.4, 12_400), rejected: 3 },
    stage("record", 0, 0, 0),
  ],
  lags: [
    { group: "tokenize", topic: "searches", entries: 1_200 },
    { group: "tokenize", topic: "labels", entries: 34 },
    { group: "record", topic: "scores", entries: 0 },
  ],
  quality: {
    pairs: 20_105,
    searches: 2_000,
    rmse: 0.46137,
    mse: 0.21286,
    mae: 0.36,
    bias: 0,
    pearson: 0.5,
    ndcg10: 0.87,
    mrr: 0.9,
  },
  meanRmse: 0.5375,
  deadLetters: 1_003,
  latest: { query: "angle\nbracket", title: "Simpson Strong-Tie 12-Gauge Galvanised Steel Angle", score: 2.314 },
};

test("live view: rates since an earlier moment, lag, latencies, quality beside the mean, dead letters", () => {
  expect(renderView(later, early)).toBe(
    `twinstream  ·  data  ·  ridge-1 scores  ·  01:02:05

stage     events/s     events    lag     p50    p99  rejected
tokenize       400  1,476,160  1,234  2.0 ms  31 ms         0
score            1     12,000      -  250 ms   12 s         3
record           0          0      0       -      -         0

latest        angle bracket → 2.31 Simpson Strong-Tie 12-Gauge Galvanised …
labelled      20,105 pairs   RMSE 0.4614 (the mean alone: 0.5375)   NDCG@10 0.8700
dead letters  1,003   see: twinstream dead-letters list`,
  );
});

test("live view: without an earlier moment rates are over the whole time; what there is not yet is said", () => {
  expect(renderView({ ...early, stages: [stage("tokenize", 90, 3, 4)] }, undefined)).toBe(
    `twinstream  ·  data  ·  ridge-1 scores  ·  00:01:00

stage     events/s  events  lag     p50     p99  rejected
tokenize         2      90    -  3.0 ms  4.0 ms         0

labelled      none yet
dead letters  none`,
  );
  expect(renderView({ ...early, stages: [] }, undefined)).toContain("\nthe stages are starting\n");
});

test.each([
  [
    { pairs: 1_200, rmse: 0.44119, championRmse: 0.46137, fault: null },
    "1,200 pairs   RMSE 0.4412 (ridge-1 on the same: 0.4614)",
  ],
  [{ pairs: 0, rmse: Number.NaN, championRmse: Number.NaN, fault: null }, "no labelled pair yet"],
  [
    { pairs: 0, rmse: Number.NaN, championRmse: Number.NaN, fault: "ridge-2: it is torn" },
    "left out: ridge-2: it is torn",
  ],
])("live view: a challenger stands below the champion: %j", (figures, said) => {
  const shown = renderView({ ...later, challenger: { model: "ridge-2", ...figures } }, early).split("\n");
  expect(shown.at(-2)).toBe(`challenger    ridge-2   ${said}`);
});

test("live view: off a terminal a moment is one line", () => {
  expect(lineOf(later)).toBe("3725 s: tokenize 1476160, score 12000, record 0; lag 1234; dead letters 1003");
});
