import { systemClock } from "../connectors/clock.ts";
import type { Entry, EventLog } from "../connectors/event-log.ts";
import { type EvaluationSums, emptySums, figures, merge } from "../models/metrics/evaluation.ts";
import { untrainedReference } from "../pipelines/live-models.ts";
import type { Pipeline, PipelineSettings } from "../pipelines/pipeline.ts";
import { followReleases } from "../pipelines/registry/releases.ts";
import { codecs } from "../schemas/codec.ts";
import type { ScoredEvent } from "../schemas/generated/events.ts";
import type { TopicName } from "../schemas/topics.ts";
import type { ModelsSeen } from "./server/vitals.ts";
import type { ChallengerFigures, LatestScore, Snapshot } from "./terminal/live-view.ts";

/** Looks at what a pipeline does from outside, through its topics. */
export interface Observer {
  look(): Promise<Omit<Snapshot, "stages" | "lags">>;
  /** Which models are released to score and to challenge. */
  models(): Promise<ModelsSeen>;
}

/** Watches evaluations and dead letters from now on. */
export async function observe({ log }: Pipeline, settings: PipelineSettings): Promise<Observer> {
  const began = systemClock.now();
  const ends = await endsOf(log, "evaluations");
  const deadBefore = sum(await endsOf(log, "dead-letters"));
  const sums: SumsBySlice = new Map();
  const releases = followReleases(log);
  const models = async (): Promise<ModelsSeen> => {
    if (settings.model !== undefined) return { champion: settings.model, challenger: undefined };
    const { champion = untrainedReference, challenger } = (await releases()).roles;
    return { champion, challenger };
  };
  return {
    models,
    async look() {
      await addNew(log, ends, sums);
      const { champion: model, challenger } = await models();
      const own = sums.get(keyOf(model, "all", "all")) ?? emptySums();
      const scored = await newestScored(log);
      return {
        seconds: (systemClock.now() - began) / 1000,
        data: settings.data,
        model,
        quality: figures(own),
        meanRmse: meanRmse(own),
        challenger: challenger === undefined ? undefined : besideChampion(sums, model, challenger, scored),
        deadLetters: sum(await endsOf(log, "dead-letters")) - deadBefore,
        latest: scored && bestOf(scored),
      };
    },
  };
}

/** At the end of a partition may stand marks of transactions, which are no entries. */
const tailOffsets = 20;

/** The search that was scored last. */
async function newestScored(log: EventLog): Promise<ScoredEvent | undefined> {
  let newest: Entry | undefined;
  for (const { partition, start, end } of await log.extents("scores")) {
    if (end === start) continue;
    for await (const entries of log.read("scores", { partition, from: Math.max(start, end - tailOffsets), to: end }))
      for (const entry of entries) if (newest === undefined || entry.timestamp > newest.timestamp) newest = entry;
  }
  const decoded = codecs.scores.decode(newest?.value ?? new Uint8Array());
  return "event" in decoded ? decoded.event : undefined;
}

function bestOf({ query, products }: ScoredEvent): LatestScore | undefined {
  const best = products.toSorted((a, b) => b.score - a.score)[0];
  return best && { query, title: best.title, score: best.score };
}

/** Sums of evaluations by model, slice and value. */
type SumsBySlice = Map<string, EvaluationSums>;

function keyOf(model: string, slice: string, value: string): string {
  return `${model} ${slice} ${value}`;
}

/** Both models on the searches that both scored. */
function besideChampion(
  sums: SumsBySlice,
  champion: string,
  challenger: string,
  scored: ScoredEvent | undefined,
): ChallengerFigures {
  const own = sums.get(keyOf(challenger, "beside", champion)) ?? emptySums();
  const its = sums.get(keyOf(champion, "beside", challenger)) ?? emptySums();
  return {
    model: challenger,
    pairs: own.pairs,
    rmse: figures(own).rmse,
    championRmse: figures(its).rmse,
    fault: scored?.challengerFault ?? null,
  };
}

/** Adds the parts that came since the ends, and moves the ends. */
async function addNew(log: EventLog, ends: number[], sums: SumsBySlice): Promise<void> {
  for (const [partition, from] of ends.entries()) {
    for await (const entries of log.read("evaluations", { partition, from })) {
      for (const { value, offset } of entries) {
        ends[partition] = offset + 1;
        const decoded = codecs.evaluations.decode(value ?? new Uint8Array());
        if ("error" in decoded) continue;
        const key = keyOf(decoded.event.model, decoded.event.slice, decoded.event.value);
        sums.set(key, merge(sums.get(key) ?? emptySums(), decoded.event));
      }
    }
  }
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
