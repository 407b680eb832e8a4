import { expect, test } from "vitest";
import { addHistograms, bucketBoundsMs, createHistogramMeter, type Histogram } from "../../pipelines/histogram.ts";

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
