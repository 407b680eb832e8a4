import { createHistogram, type RecordableHistogram } from "node:perf_hooks";

/** What one stage has done since its process began. Plain data, so that worker threads can send it. */
export interface StageFigures {
  readonly name: string;
  readonly eventsIn: number;
  readonly eventsOut: number;
  readonly rejected: number;
  readonly batches: number;
  /** Milliseconds spent inside the stage. */
  readonly busyMs: number;
  /** Milliseconds from an event's append to the end of its batch: median and 99th percentile. */
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
}

/** Counts what a stage does. */
export interface StageMeter {
  readonly name: string;
  /** Notes one batch: the age of its entries in milliseconds at its end, and the time it took. */
  note(batch: {
    eventsIn: number;
    eventsOut: number;
    rejected: number;
    tookMs: number;
    agesMs: readonly number[];
  }): void;
  figures(): StageFigures;
}

/** A meter with a histogram of three significant figures (HdrHistogram, from Node itself). */
export function createStageMeter(name: string): StageMeter {
  const latency = createHistogram();
  const sums = { eventsIn: 0, eventsOut: 0, rejected: 0, batches: 0, busyMs: 0 };
  return {
    name,
    note(batch) {
      sums.eventsIn += batch.eventsIn;
      sums.eventsOut += batch.eventsOut;
      sums.rejected += batch.rejected;
      sums.batches += 1;
      sums.busyMs += batch.tookMs;
      for (const age of batch.agesMs) latency.record(Math.max(1, Math.round(age * 1000)));
    },
    figures: () => ({
      name,
      ...sums,
      latencyP50Ms: percentileMs(latency, 50),
      latencyP99Ms: percentileMs(latency, 99),
    }),
  };
}

/** Figures of the same stages in several threads as one: counts add up, percentiles are the worst. */
export function mergeFigures(parts: readonly (readonly StageFigures[])[]): readonly StageFigures[] {
  const merged = new Map<string, StageFigures>();
  for (const figures of parts.flat()) {
    const before = merged.get(figures.name);
    merged.set(figures.name, before === undefined ? figures : add(before, figures));
  }
  return [...merged.values()];
}

function add(a: StageFigures, b: StageFigures): StageFigures {
  return {
    name: a.name,
    eventsIn: a.eventsIn + b.eventsIn,
    eventsOut: a.eventsOut + b.eventsOut,
    rejected: a.rejected + b.rejected,
    batches: a.batches + b.batches,
    busyMs: a.busyMs + b.busyMs,
    latencyP50Ms: Math.max(a.latencyP50Ms, b.latencyP50Ms),
    latencyP99Ms: Math.max(a.latencyP99Ms, b.latencyP99Ms),
  };
}

function percentileMs(histogram: RecordableHistogram, percentile: number): number {
  return histogram.count === 0 ? 0 : histogram.percentile(percentile) / 1000;
}
