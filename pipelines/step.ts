import type { Clock } from "../connectors/clock.ts";
import type { Entry, EventLog, Write } from "../connectors/event-log.ts";
import type { Traces } from "../connectors/traces.ts";
import { type TopicName, topics } from "../schemas/topics.ts";
import { decodeBatch, encodeBatch, runStage } from "./batch.ts";
import type { Stage } from "./stage.ts";
import { createStageMeter, type StageFigures } from "./stage-metrics.ts";
import { traced } from "./traced-stage.ts";

/** Something that follows topics as one consumer group: a stage, a chain of fused stages, or a sink. */
export interface Step {
  /** The consumer group. */
  readonly group: string;
  readonly from: readonly TopicName[];
  readonly to: readonly TopicName[];
  readonly limits: BatchLimits;
  /** What it is made of, in the order of the stream. */
  readonly stages: readonly StagePlace[];
  /** Works on entries of one partition of one topic; gives what is to be written. */
  handle(entries: readonly Entry[]): Promise<readonly Write[]>;
  /** For sinks: where to begin, given the group's committed position. */
  startAt?(log: EventLog, topic: TopicName, partition: number): Promise<number | undefined>;
  figures(): readonly StageFigures[];
}

/** Where a stage stands in a topology. */
export interface StagePlace {
  readonly name: string;
  /** The consumer group by which it is fed. */
  readonly group: string;
  readonly from: readonly TopicName[];
  /** Nothing where it is the end of a branch. */
  readonly to: readonly TopicName[];
  /** Whether what it works on comes in memory from the stage before, and not from a topic. */
  readonly isInMemory: boolean;
}

/** How large a batch may be, and how long to wait for it to fill. */
export interface BatchLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly lingerMs: number;
}

/** The place of a stage that is fed by a group. */
export function stagePlace(
  name: string,
  group: string,
  from: readonly TopicName[],
  to: readonly TopicName[],
): StagePlace {
  return { name, group, from, to, isInMemory: name !== group };
}

/** A stage as a step of its own: what it makes goes to its topic. */
export function stepOf(stage: Stage, clock: Clock, limits: BatchLimits, traces?: Traces): Step {
  return fuse([stage], clock, limits, traces);
}

/**
 * A chain of stages as one step: batches pass on in memory, the topics between are skipped, and only the last stage's events
 * are written. The group is that of the first stage, so a fused and an unfused process never work on the same input twice.
 */
export function fuse(stages: readonly Stage[], clock: Clock, limits: BatchLimits, traces?: Traces): Step {
  const first = stages[0]!;
  const last = stages.at(-1)!;
  const meters = stages.map((stage) => createStageMeter(stage.name));
  return {
    limits,
    group: first.name,
    from: first.from,
    to: [last.to],
    stages: stages.map(({ name, from, to }) => stagePlace(name, first.name, from, [to])),
    figures: () => meters.map((meter) => meter.figures()),
    async handle(entries) {
      const topic = entries[0]!.topic as TopicName;
      const { present, removed } = withoutRemovals(topic, entries);
      const decoded = decodeBatch(topic, present);
      const writes: Write[] = [...removed.flatMap(({ key }) => removal(key, last.to)), ...decoded.deadLetters];
      let travelling = decoded.passed;
      for (const [i, stage] of stages.entries()) {
        const began = clock.now();
        const of = { stage: stage.name, group: first.name };
        const result = await traced(traces, of, travelling, (inputs) => runStage(stage, inputs));
        const written = stage === last ? encodeBatch(stage.to, stage.name, result.passed) : [];
        const unwritable = written.filter(({ topic }) => topic !== stage.to).length;
        writes.push(...written, ...result.deadLetters);
        const unread = i === 0 ? decoded.deadLetters.length : 0;
        meters[i]!.note({
          eventsIn: i === 0 ? entries.length : travelling.length,
          eventsOut: result.passed.length - unwritable,
          rejected: unread + result.deadLetters.length + unwritable,
          began,
          ended: clock.now(),
          entries,
        });
        travelling = result.passed;
      }
      return writes;
    },
  };
}

/** The entries of a batch, and those that only say that their key is no more, which a compacted topic may hold. */
function withoutRemovals(topic: TopicName, entries: readonly Entry[]) {
  if (topics[topic].cleanup !== "compact") return { present: entries, removed: [] };
  return {
    present: entries.filter(({ value }) => value !== null),
    removed: entries.filter(({ value }) => value === null),
  };
}

/** What was made of a key that is no more goes, too, where it was kept by that key. */
function removal(key: string | null, topic: TopicName): readonly Write[] {
  return key !== null && topics[topic].cleanup === "compact" ? [{ topic, key, value: null }] : [];
}
