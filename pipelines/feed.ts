import type { Clock } from "../connectors/clock.ts";
import type { Appended, EventLog, Write } from "../connectors/event-log.ts";
import type { Traces } from "../connectors/traces.ts";
import type { TopicEvents, TopicName } from "../schemas/topics.ts";
import { encodeEvent, idOf } from "./batch.ts";
import { lagOf } from "./run.ts";

/** The topics that events enter by; the others are made of them. */
export const entryTopics = ["searches", "labels", "interactions", "catalog"] as const;

/** A topic that events enter by. */
export type EntryTopic = (typeof entryTopics)[number];

/** An event and the topic it enters by. */
export type FedEvent = {
  [name in EntryTopic]: { readonly topic: name; readonly event: TopicEvents[name] };
}[EntryTopic];

/** How events are fed into a log. */
export interface FeedOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Waits while the tokenize stage has more entries than this before it: a source never runs away from the pipeline. Infinity: never waits. */
  readonly maxBacklog: number;
  /** Told of each event that is sent. */
  readonly traces?: Traces | undefined;
  /** Told after each batch. */
  readonly onFed?: (total: FedCount) => void;
}

/** How many events were appended, and how many the log had already. */
export interface FedCount {
  readonly appended: number;
  readonly skipped: number;
}

const waitMs = 20;

/** Appends batches of events to their topics, each id once, until they end or the signal aborts. */
export async function feed(
  log: EventLog,
  batches: AsyncIterable<readonly FedEvent[]> | Iterable<readonly FedEvent[]>,
  options: FeedOptions,
): Promise<FedCount> {
  let total: FedCount = { appended: 0, skipped: 0 };
  for await (const batch of batches) {
    await room(log, options);
    if (options.signal.aborted) break;
    const { appended, skipped } = await appendEvents(log, batch, options.traces);
    total = { appended: total.appended + appended, skipped: total.skipped + skipped };
    options.onFed?.(total);
  }
  return total;
}

/** Appends events, each id once, and each event that is sampled within a span: all of them or none. */
export async function appendEvents(
  log: EventLog,
  events: readonly FedEvent[],
  traces: Traces | undefined,
): Promise<Appended> {
  const writes = events.map(writeOf);
  if (traces === undefined) return log.append(writes);
  const batchSize = events.length;
  const spans = writes.map(({ topic, id, headers }) =>
    traces.begin({ operation: "send", kind: "producer", mayBegin: true, topic, eventId: id!, batchSize }, headers),
  );
  try {
    return await log.append(writes.map((write, i) => (spans[i] ? { ...write, headers: spans[i].headers } : write)));
  } finally {
    for (const span of spans) span?.end();
  }
}

/** One event as a write that is appended once, however often it is sent. */
export function writeOf({ topic, event }: FedEvent): Write {
  return encodeEvent(topic as TopicName, event, idOf(event));
}

async function room(log: EventLog, { clock, signal, maxBacklog }: FeedOptions): Promise<void> {
  if (maxBacklog === Number.POSITIVE_INFINITY) return;
  while (!signal.aborted && (await backlog(log)) > maxBacklog) await clock.wait(waitMs, signal);
}

/** How many entries the tokenize stage has before it: how far the pipeline is behind its sources. */
export async function backlog(log: EventLog): Promise<number> {
  return (await lagOf(log, "searches", "tokenize")) + (await lagOf(log, "labels", "tokenize"));
}
