import { systemClock } from "../connectors/clock.ts";
import type { Entry, EventLog } from "../connectors/event-log.ts";
import { type EvaluationSums, emptySums, figures, merge } from "../models/metrics/evaluation.ts";
import { untrainedReference } from "../pipelines/live-models.ts";
import type { Pipeline, PipelineSettings } from "../pipelines/pipeline.ts";
import { releasedRoles } from "../pipelines/registry/releases.ts";
import { codecs } from "../schemas/codec.ts";
import type { TopicName } from "../schemas/topics.ts";
import type { LatestScore, Snapshot } from "./terminal/live-view.ts";

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
        model: settings.model ?? (await releasedRoles(log)).champion ?? untrainedReference,
        quality: figures(sums),
        meanRmse: meanRmse(sums),
        deadLetters: sum(await endsOf(log, "dead-letters")) - deadBefore,
        latest: await latestScore(log),
      };
    },
  };
}

/** The best product of the search that was scored last. */
async function latestScore(log: EventLog): Promise<LatestScore | undefined> {
  let newest: Entry | undefined;
  for (const { partition, start, end } of await log.extents("scores")) {
    if (end === start) continue;
    for await (const entries of log.read("scores", { partition, from: end - 1, to: end }))
      for (const entry of entries) if (newest === undefined || entry.timestamp > newest.timestamp) newest = entry;
  }
  const decoded = codecs.scores.decode(newest?.value ?? new Uint8Array());
  if (!("event" in decoded)) return undefined;
  const { query, products } = decoded.event;
  const best = products.toSorted((a, b) => b.score - a.score)[0];
  return best && { query, title: best.title, score: best.score };
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

/** The RMSE of always answering with the mean grade of the same pairs: the standard deviation of the grades. */
function meanRmse({ pairs, sumGrade, sumGradeSquared }: EvaluationSums): number {
  const mean = sumGrade / pairs;
  return Math.sqrt(Math.max(0, sumGradeSquared / pairs - mean * mean));
}

async function endsOf(log: EventLog, topic: TopicName): Promise<number[]> {
  return (await log.extents(topic)).map((extent) => extent.end);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
