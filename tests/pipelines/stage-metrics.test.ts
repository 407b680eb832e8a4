import { expect, test } from "vitest";
import { createStageMeter, mergeFigures } from "../../pipelines/stage-metrics.ts";

test("createStageMeter: adds up batches and keeps the percentiles of the events' ages", () => {
  const meter = createStageMeter("embed");
  meter.note({ eventsIn: 2, eventsOut: 2, rejected: 0, tookMs: 5, agesMs: [10, 20] });
  meter.note({
    eventsIn: 98,
    eventsOut: 97,
    rejected: 1,
    tookMs: 7,
    agesMs: Array.from({ length: 98 }, (_, i) => (i < 97 ? 30 : 900)),
  });
  const figures = meter.figures();
  expect(figures).toMatchObject({ name: "embed", eventsIn: 100, eventsOut: 99, rejected: 1, batches: 2, busyMs: 12 });
  expect(figures.latencyP50Ms).toBeCloseTo(30, 1);
  expect(figures.latencyP99Ms).toBeCloseTo(30, 1);
});

test("createStageMeter: without events every figure is 0", () => {
  expect(createStageMeter("embed").figures()).toMatchObject({ eventsIn: 0, latencyP50Ms: 0, latencyP99Ms: 0 });
});

test("mergeFigures: counts of threads add up, percentiles are the worst", () => {
  const one = {
    name: "embed",
    eventsIn: 3,
    eventsOut: 3,
    rejected: 0,
    batches: 1,
    busyMs: 2,
    latencyP50Ms: 4,
    latencyP99Ms: 9,
  };
  const other = { ...one, eventsIn: 5, latencyP50Ms: 6, latencyP99Ms: 7 };
  expect(mergeFigures([[one], [other], [{ ...one, name: "score" }]])).toEqual([
    { name: "embed", eventsIn: 8, eventsOut: 6, rejected: 0, batches: 2, busyMs: 4, latencyP50Ms: 6, latencyP99Ms: 9 },
    { ...one, name: "score" },
  ]);
});
