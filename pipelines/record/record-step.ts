import type { Clock } from "../../connectors/clock.ts";
import type { Entry, EventLog, Write } from "../../connectors/event-log.ts";
import type { FeatureStore, PlacedRow } from "../../connectors/feature-store.ts";
import type { Traces } from "../../connectors/traces.ts";
import type { TableName } from "../../schemas/tables.ts";
import type { TopicEvents, TopicName } from "../../schemas/topics.ts";
import { decodeBatch } from "../batch.ts";
import { createStageMeter } from "../stage-metrics.ts";
import { type BatchLimits, type Step, stagePlace } from "../step.ts";
import { traced } from "../traced-stage.ts";
import { type HashUser, userHasher } from "./hash-user.ts";
import { type Recorder, recorders } from "./rows.ts";

type AnyRecorder = Recorder<TopicName, TableName>;

/** What recording needs. */
export interface RecordOptions {
  readonly store: FeatureStore;
  /** Secret under which user ids are hashed. */
  readonly userKey: Uint8Array;
  readonly clock: Clock;
  readonly traces?: Traces | undefined;
  /** A batch is a file; files are merged later. */
  readonly limits: BatchLimits;
}

/**
 * The end of every branch: keeps the events of each topic as rows of its table, each exactly once. The store knows its own position, so a
 * crash between keeping and committing repeats nothing, on any log.
 */
export function recordStep(options: RecordOptions): Step {
  const { store, clock, limits, traces } = options;
  const meter = createStageMeter("record");
  const hashUser = userHasher(options.userKey);
  const from = recorders.map((recorder) => recorder.topic);
  const byTopic = new Map(recorders.map((recorder) => [recorder.topic as string, recorder as unknown as AnyRecorder]));
  return {
    group: "record",
    from,
    to: ["dead-letters"],
    stages: [stagePlace("record", "record", from, [])],
    limits,
    figures: () => [meter.figures()],
    startAt: (log, topic, partition) => startAt(log, store, byTopic.get(topic)!.table, topic, partition),
    handle: oneAtATime(async (entries: readonly Entry[]) => {
      const began = clock.now();
      const recorder = byTopic.get(entries[0]!.topic)!;
      const { passed, deadLetters } = decodeBatch(
        recorder.topic,
        entries.filter((entry) => !isTombstone(entry)),
      );
      const rows = passed.flatMap(({ entry, event }) => placedRows(recorder, entry, event, hashUser));
      await traced(traces, { stage: "record", group: "record" }, passed, async () => {
        await keepNew(store, recorder, entries, rows);
        return { deadLetters };
      });
      const counts = { eventsIn: entries.length, eventsOut: rows.length, rejected: deadLetters.length };
      meter.note({ ...counts, began, ended: clock.now(), entries });
      return deadLettersFrom(recorder, deadLetters);
    }),
  };
}

/** Lets one batch be decoded at a time, however many partitions there are: the store writes them one after the other anyway, and rows take memory. */
function oneAtATime<Input, Output>(work: (input: Input) => Promise<Output>): (input: Input) => Promise<Output> {
  let last: Promise<unknown> = Promise.resolve();
  return (input) => {
    const result = last.then(() => work(input));
    last = result.catch(() => "the caller has the error");
    return result;
  };
}

/** A compacted topic forgets a key by an empty record; there is nothing to keep of it. */
function isTombstone(entry: Entry): boolean {
  return entry.value === null && entry.topic === "catalog";
}

/** An unreadable dead letter would make another of itself for ever; it stays in its topic alone. */
function deadLettersFrom(recorder: AnyRecorder, writes: readonly Write[]): readonly Write[] {
  return recorder.topic === "dead-letters" ? [] : writes;
}

/**
 * The earlier of what the group committed and what the store holds: entries that the store has are only checked for dead letters again, since
 * those were not committed; entries that the store lost are recorded again.
 */
async function startAt(
  log: EventLog,
  store: FeatureStore,
  table: TableName,
  topic: string,
  partition: number,
): Promise<number | undefined> {
  const stored = await store.nextOffset(table, topic, partition);
  const committed = (await log.committed(topic, "record"))[partition];
  if (stored === undefined) return committed === undefined ? undefined : 0;
  return Math.min(stored, committed ?? 0);
}

function placedRows(
  recorder: AnyRecorder,
  entry: Entry,
  event: TopicEvents[TopicName],
  hashUser: HashUser,
): PlacedRow<TableName>[] {
  return recorder.rows(event, hashUser).map((row) => ({ offset: entry.offset, processedAt: entry.timestamp, row }));
}

async function keepNew(
  store: FeatureStore,
  recorder: AnyRecorder,
  entries: readonly Entry[],
  rows: readonly PlacedRow<TableName>[],
): Promise<void> {
  const { topic, partition } = entries[0]!;
  const next = (await store.nextOffset(recorder.table, topic, partition)) ?? 0;
  const lastOffset = entries.at(-1)!.offset;
  if (lastOffset < next) return;
  const firstOffset = Math.max(next, entries[0]!.offset);
  const fresh = rows.filter((row) => row.offset >= firstOffset);
  await store.keep(recorder.table, { topic, partition, firstOffset, lastOffset }, fresh);
}
