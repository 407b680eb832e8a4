import type { Clock } from "../connectors/clock.ts";
import type { EventLog, Write } from "../connectors/event-log.ts";
import type { Traces } from "../connectors/traces.ts";
import type { TopicEvents, TopicName } from "../schemas/topics.ts";
import { encodeEvent, idOf } from "./batch.ts";
import { lagOf } from "./run.ts";

/** An event and the topic it enters by. */
export type FedEvent = {
  [name in "searches" | "labels" | "interactions" | "catalog"]: {
    readonly topic: name;
    readonly event: TopicEvents[name];
  };
}["searches" | "labels" | "interactions" | "catalog"];

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
    const { appended, skipped } = await appendTraced(log, batch, options.traces);
    total = { appended: total.appended + appended, skipped: total.skipped + skipped };
    options.onFed?.(total);
  }
  return total;
}

/** Appends events, each that is sampled within a span. */
async function appendTraced(log: EventLog, events: readonly FedEvent[], traces: Traces | undefined): Promise<FedCount> {
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

async function backlog(log: EventLog): Promise<number> {
  return (await lagOf(log, "searches", "tokenize")) + (await lagOf(log, "labels", "tokenize"));
}
