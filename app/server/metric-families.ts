import { bucketBoundsMs, type Histogram } from "../../pipelines/histogram.ts";
import type { StageFigures } from "../../pipelines/stage-metrics.ts";
import { programVersion } from "../../schemas/program-version.ts";
import type { Vitals } from "./vitals.ts";

/** One value of a metric; the name is told only where it differs from the family's, as for the buckets of a histogram. */
export interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Metrics of one name. */
export interface MetricFamily {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  samples(vitals: Vitals): readonly Sample[];
}

/** Every metric of the pipeline, in base units and with the names that Prometheus asks for. One more metric is one more entry here. */
export const metricFamilies: readonly MetricFamily[] = [
  {
    name: "twinstream_stage_events_total",
    type: "counter",
    help: "Events that went into a stage and came out of it.",
    labels: ["stage", "direction"],
    samples: perStage(({ name: stage, eventsIn, eventsOut }) => [
      { labels: { stage, direction: "in" }, value: eventsIn },
      { labels: { stage, direction: "out" }, value: eventsOut },
    ]),
  },
  {
    name: "twinstream_stage_dead_letters_total",
    type: "counter",
    help: "Events that a stage could not read or process.",
    labels: ["stage"],
    samples: perStage(({ name: stage, rejected }) => [{ labels: { stage }, value: rejected }]),
  },
  {
    name: "twinstream_stage_batch_duration_seconds",
    type: "histogram",
    help: "Time that a stage took for a batch; the count is the number of batches.",
    labels: ["stage"],
    samples: histogramPerStage("twinstream_stage_batch_duration_seconds", ({ batchTimes }) => batchTimes),
  },
  {
    name: "twinstream_stage_latency_seconds",
    type: "histogram",
    help: "From the append of an event to the topic that the step reads, to the end of its batch in the stage.",
    labels: ["stage"],
    samples: histogramPerStage("twinstream_stage_latency_seconds", ({ latencies }) => latencies),
  },
  {
    name: "twinstream_event_age_seconds",
    type: "histogram",
    help: "End to end: from the append of an event to its first topic, to the end of its batch in the stage.",
    labels: ["stage"],
    samples: histogramPerStage("twinstream_event_age_seconds", ({ ages }) => ages),
  },
  {
    name: "twinstream_consumer_lag_entries",
    type: "gauge",
    help: "Entries of a partition that a group has still to read.",
    labels: ["group", "topic", "partition"],
    samples: ({ partitions }) =>
      partitions.map(({ group, topic, partition, lag }) => ({ labels: { group, topic, partition }, value: lag })),
  },
  {
    name: "twinstream_consumer_stall_seconds",
    type: "gauge",
    help: "How long entries of a partition have waited without the group's position having moved.",
    labels: ["group", "topic", "partition"],
    samples: ({ partitions }) =>
      partitions.map(({ group, topic, partition, stillMs }) => ({
        labels: { group, topic, partition },
        value: stillMs / 1000,
      })),
  },
  {
    name: "twinstream_log_transactions_total",
    type: "counter",
    help: "Batches whose outputs and position were kept together, and batches of which nothing was kept.",
    labels: ["outcome"],
    samples: ({ log }) => {
      const { commits, aborts } = log() ?? {};
      return [...one(commits, { outcome: "committed" }), ...one(aborts, { outcome: "aborted" })];
    },
  },
  {
    name: "twinstream_log_rebalances_total",
    type: "counter",
    help: "How often members of this process were given or gave up partitions.",
    labels: [],
    samples: ({ log }) => one(log()?.rebalances),
  },
  {
    name: "twinstream_log_fenced_total",
    type: "counter",
    help: "Commits refused because the partition had another owner by then.",
    labels: [],
    samples: ({ log }) => one(log()?.fenced),
  },
  {
    name: "twinstream_model_info",
    type: "gauge",
    help: "Which model scores, and which one challenges it; always 1.",
    labels: ["role", "model"],
    samples: ({ models }) =>
      Object.entries(models ?? {}).flatMap(([role, model]) => (model === undefined ? [] : one(1, { role, model }))),
  },
  {
    name: "twinstream_build_info",
    type: "gauge",
    help: "The version of the program and of Node.js; always 1.",
    labels: ["version", "node"],
    samples: () => one(1, { version: programVersion, node: process.version }),
  },
];

function one(value: number | undefined, labels: Sample["labels"] = {}): readonly Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

function perStage(samplesOf: (figures: StageFigures) => readonly Sample[]): MetricFamily["samples"] {
  return ({ stages }) => stages().flatMap(samplesOf);
}

function histogramPerStage(name: string, pick: (figures: StageFigures) => Histogram): MetricFamily["samples"] {
  return perStage((figures) => histogramSamples(name, figures.name, pick(figures)));
}

/** A histogram as Prometheus has it: each bucket counts all that is not above its bound, in seconds. */
function histogramSamples(name: string, stage: string, { counts, sumMs }: Histogram): readonly Sample[] {
  let count = 0;
  const buckets = counts.map((inBucket, i) => {
    count += inBucket;
    const bound = bucketBoundsMs[i];
    const le = bound === undefined ? "+Inf" : String(bound / 1000);
    return { metricName: `${name}_bucket`, labels: { le, stage }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: { stage }, value: sumMs / 1000 },
    { metricName: `${name}_count`, labels: { stage }, value: count },
  ];
}
