import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import type { Entry } from "../connectors/event-log.ts";
import { addHistograms, createHistogramMeter, type Histogram } from "./histogram.ts";
import { enteredAt } from "./onward-headers.ts";

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
  /** The time that batches took. */
  readonly batchTimes: Histogram;
  /** From the append of an event to the topic that the stage reads, to the end of its batch. */
  readonly latencies: Histogram;
  /** From the append of an event to its first topic, to the end of its batch here. */
  readonly ages: Histogram;
}

/** A batch that is done. Times are milliseconds since 1970 UTC. */
export interface DoneBatch {
  readonly eventsIn: number;
  readonly eventsOut: number;
  readonly rejected: number;
  readonly began: number;
  readonly ended: number;
  readonly entries: readonly Pick<Entry, "timestamp" | "headers">[];
}

/** Counts what a stage does. */
export interface StageMeter {
  readonly name: string;
  note(batch: DoneBatch): void;
  figures(): StageFigures;
}

/** A meter; its percentiles have three significant figures (HdrHistogram, from Node itself). */
export function createStageMeter(name: string): StageMeter {
  const latency = createHistogram();
  const [batchTimes, latencies, ages] = [createHistogramMeter(), createHistogramMeter(), createHistogramMeter()];
  const sums = { eventsIn: 0, eventsOut: 0, rejected: 0, batches: 0, busyMs: 0 };
  return {
    name,
    note({ eventsIn, eventsOut, rejected, began, ended, entries }) {
      sums.eventsIn += eventsIn;
      sums.eventsOut += eventsOut;
      sums.rejected += rejected;
      sums.batches += 1;
      sums.busyMs += ended - began;
      batchTimes.record(ended - began);
      for (const entry of entries) {
        const ms = ended - entry.timestamp;
        latency.record(Math.max(1, Math.round(ms * 1000)));
        latencies.record(ms);
        ages.record(ended - enteredAt(entry));
      }
    },
    figures: () => ({
      name,
      ...sums,
      latencyP50Ms: percentileMs(latency, 50),
      latencyP99Ms: percentileMs(latency, 99),
      batchTimes: batchTimes.histogram(),
      latencies: latencies.histogram(),
      ages: ages.histogram(),
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
    batchTimes: addHistograms(a.batchTimes, b.batchTimes),
    latencies: addHistograms(a.latencies, b.latencies),
    ages: addHistograms(a.ages, b.ages),
  };
}

function percentileMs(histogram: RecordableHistogram, percentile: number): number {
  return histogram.count === 0 ? 0 : histogram.percentile(percentile) / 1000;
}
