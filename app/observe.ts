import { systemClock } from "../connectors/clock.ts";
import type { EventLog } from "../connectors/event-log.ts";
import { type EvaluationSums, emptySums, figures, merge } from "../models/metrics/evaluation.ts";
import { releasedModel, untrainedReference } from "../pipelines/live-models.ts";
import type { Pipeline, PipelineSettings } from "../pipelines/pipeline.ts";
import { codecs } from "../schemas/codec.ts";
import type { TopicName } from "../schemas/topics.ts";
import type { Snapshot } from "./terminal/live-view.ts";

/** Looks at what a pipeline does from outside, through its topics. */
export interface Observer {
  look(): Promise<Omit<Snapshot, "stages" | "lags">>;
}

/** Watches evaluations and dead letters from now on. */
export async function observe({ log }: Pipeline, settings: PipelineSettings): Promise<Observer> {
  const began = systemClock.now();
  const ends = await endsOf(log, "evaluations");
  const deadBefore = sum(await endsOf(log, "dead-letters"));
  let sums: EvaluationSums = emptySums();
  return {
    async look() {
      sums = await addNew(log, ends, sums);
      return {
        seconds: (systemClock.now() - began) / 1000,
        data: settings.data,
        model: settings.model ?? (await releasedModel(log, "champion")) ?? untrainedReference,
        quality: figures(sums),
        deadLetters: sum(await endsOf(log, "dead-letters")) - deadBefore,
      };
    },
  };
}

/** Adds the parts of the whole (slice `all`) that came since the ends, and moves the ends. */
async function addNew(log: EventLog, ends: number[], before: EvaluationSums): Promise<EvaluationSums> {
  let sums = before;
  for (const [partition, from] of ends.entries()) {
    for await (const entries of log.read("evaluations", { partition, from })) {
      for (const { value, offset } of entries) {
        ends[partition] = offset + 1;
        const decoded = codecs.evaluations.decode(value ?? new Uint8Array());
        if ("event" in decoded && decoded.event.slice === "all") sums = merge(sums, decoded.event);
      }
    }
  }
  return sums;
}

async function endsOf(log: EventLog, topic: TopicName): Promise<number[]> {
  return (await log.extents(topic)).map((extent) => extent.end);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
