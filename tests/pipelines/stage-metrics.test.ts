import { expect, test } from "vitest";
import { addHistograms, createHistogramMeter } from "../../pipelines/histogram.ts";
import { createStageMeter, mergeFigures } from "../../pipelines/stage-metrics.ts";

/** Entries of so many ages in milliseconds at the time 1,000,000. */
function entriesAged(...ages: readonly number[]) {
  return ages.map((age) => ({ timestamp: 1_000_000 - age }));
}

function histogramOf(...times: readonly number[]) {
  const meter = createHistogramMeter();
  for (const ms of times) meter.record(ms);
  return meter.histogram();
}

const ended = 1_000_000;

test("createStageMeter: adds up batches and keeps the percentiles of the events' ages", () => {
  const meter = createStageMeter("embed");
  meter.note({ eventsIn: 2, eventsOut: 2, rejected: 0, began: ended - 5, ended, entries: entriesAged(10, 20) });
  const ages = Array.from({ length: 98 }, (_, i) => (i < 97 ? 30 : 900));
  meter.note({ eventsIn: 98, eventsOut: 97, rejected: 1, began: ended - 7, ended, entries: entriesAged(...ages) });
  const figures = meter.figures();
  expect(figures).toMatchObject({ name: "embed", eventsIn: 100, eventsOut: 99, rejected: 1, batches: 2, busyMs: 12 });
  expect(figures.latencyP50Ms).toBeCloseTo(30, 1);
  expect(figures.latencyP99Ms).toBeCloseTo(30, 1);
  expect(figures.batchTimes).toEqual(histogramOf(5, 7));
  expect(figures.latencies).toEqual(histogramOf(10, 20, ...ages));
});

test("createStageMeter: the age of an event counts from its first topic, its latency from the topic that the stage reads", () => {
  const meter = createStageMeter("score");
  const entry = { timestamp: ended - 20, headers: { "twinstream-entered": String(ended - 4_000) } };
  meter.note({ eventsIn: 1, eventsOut: 1, rejected: 0, began: ended - 1, ended, entries: [entry] });
  expect(meter.figures()).toMatchObject({ latencies: histogramOf(20), ages: histogramOf(4_000) });
});

test("createStageMeter: without events every figure is 0", () => {
  expect(createStageMeter("embed").figures()).toMatchObject({ eventsIn: 0, latencyP50Ms: 0, latencyP99Ms: 0 });
});

test("mergeFigures: counts of threads add up, histograms too, percentiles are the worst", () => {
  const [short, long] = [histogramOf(1, 2), histogramOf(400)];
  const counts = { name: "embed", eventsIn: 3, eventsOut: 3, rejected: 0, batches: 1, busyMs: 2 };
  const one = { ...counts, latencyP50Ms: 4, latencyP99Ms: 9, batchTimes: short, latencies: short, ages: short };
  const other = { ...one, eventsIn: 5, latencyP50Ms: 6, latencyP99Ms: 7, latencies: long };
  const sum = { name: "embed", eventsIn: 8, eventsOut: 6, rejected: 0, batches: 2, busyMs: 4 };
  const both = addHistograms(short, short);
  expect(mergeFigures([[one], [other], [{ ...one, name: "score" }]])).toEqual([
    {
      ...{ ...sum, latencyP50Ms: 6, latencyP99Ms: 9, batchTimes: both, ages: both },
      latencies: addHistograms(short, long),
    },
    { ...one, name: "score" },
  ]);
});
