import { AggregatorRegistry, collectDefaultMetrics, Registry } from "prom-client";
import { type MetricFamily, metricFamilies } from "./metric-families.ts";
import type { Vitals } from "./vitals.ts";

/** Metrics as Prometheus scrapes them. */
export interface MetricsText {
  readonly contentType: string;
  text(vitals: Vitals): Promise<string>;
}

/** The metrics of the pipeline, over all its threads, and those of the process (`process_*`, `nodejs_*`). */
export function createMetricsText(): MetricsText {
  const ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return {
    contentType: ofProcess.contentType,
    async text(vitals) {
      const families = metricFamilies.map((family) => jsonOf(family, vitals)).filter(({ values }) => values.length > 0);
      // Counts come from worker threads as plain figures; this is how the library takes in what it has not counted itself.
      const ofPipeline = AggregatorRegistry.aggregate([families]);
      return `${await ofPipeline.metrics()}\n${await ofProcess.metrics()}`;
    },
  };
}

function jsonOf({ name, help, type, samples }: MetricFamily, vitals: Vitals) {
  return { name, help, type, aggregator: "first" as const, values: samples(vitals) };
}
