import { expect, test } from "vitest";
import {
  addHistograms,
  bucketBoundsMs,
  createHistogramMeter,
  type Histogram,
  histogramSince,
  quantileMs,
} from "../../pipelines/histogram.ts";

function histogramOf(...times: readonly number[]): Histogram {
  const meter = createHistogramMeter();
  for (const ms of times) meter.record(ms);
  return meter.histogram();
}

function countsByBound({ counts }: Histogram): Readonly<Record<string, number>> {
  const bounds = [...bucketBoundsMs, Number.POSITIVE_INFINITY];
  return Object.fromEntries(bounds.map((bound, i) => [bound, counts[i]!]).filter(([, count]) => count !== 0));
}

test("createHistogramMeter: a time counts in the first bucket whose bound it does not pass", () => {
  const histogram = histogramOf(0, 1, 1.1, 250, 251, 600_000, 600_001);
  expect(countsByBound(histogram)).toEqual({ 1: 2, 2.5: 1, 250: 1, 500: 1, 600000: 1, Infinity: 1 });
  expect(histogram.sumMs).toBeCloseTo(1_200_504.1, 6);
});

test("createHistogramMeter: what comes before it began, by the clock of another machine, takes no time off the sum", () => {
  expect(histogramOf(-5_000, 3, Number.NEGATIVE_INFINITY)).toEqual(histogramOf(0, 3, 0));
});

test("createHistogramMeter: what was asked for before does not change", () => {
  const meter = createHistogramMeter();
  const before = meter.histogram();
  meter.record(3);
  expect(countsByBound(before)).toEqual({});
});

test("addHistograms: two threads make what one would have made", () => {
  expect(addHistograms(histogramOf(3, 70), histogramOf(4, 800_000))).toEqual(histogramOf(3, 70, 4, 800_000));
});

test("quantileMs: within its bucket by a straight line; nothing of nothing", () => {
  const since = histogramSince(histogramOf(400), histogramOf(400, 30, 30, 30, 30, 700_000));
  expect(since).toEqual(histogramOf(30, 30, 30, 30, 700_000));
  // four of five lie between 25 and 50 ms
  expect([quantileMs(since, 0.4), quantileMs(since, 0.8), quantileMs(since, 1)]).toEqual([37.5, 50, 600_000]);
  expect(quantileMs(histogramOf(), 0.5)).toBeUndefined();
});
