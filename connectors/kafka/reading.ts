import type { Entry, Range } from "../event-log.ts";
import type { KafkaClient } from "./client.ts";
import { entryOf } from "./entry.ts";
import { fetchAt } from "./fetching.ts";
import { askEnds, type PartitionEnds } from "./offsets.ts";

/** About so many bytes a fetch; one larger record still comes. */
const fetchBytes = 4 * 1024 * 1024;

/**
 * The entries of a range as it stands when the reading begins, each partition in order. Only what committed transactions wrote is seen,
 * and nothing at or behind the first transaction that is still open. No consumer group is joined. The next entries are fetched while the
 * caller works on those before.
 */
export async function* readRange(
  client: KafkaClient,
  topic: string,
  range: Range = {},
): AsyncGenerator<readonly Entry[]> {
  const ends = await askEnds(client, topic);
  for (const partition of ends) {
    if (range.partition === undefined || range.partition === partition.partition) {
      yield* readPartition(client, topic, partition, range);
    }
  }
}

async function* readPartition(
  client: KafkaClient,
  topic: string,
  { partition, leader, start, stable }: PartitionEnds,
  range: Range,
): AsyncGenerator<readonly Entry[]> {
  const to = Math.min(range.to ?? stable, stable);
  const fetched = (offset: number) =>
    settled(offset < to ? fetchAt(client, { topic, partition, offset, leader, stable }, fetchBytes) : undefined);
  let offset = Math.max(range.from ?? start, start);
  for (let coming = fetched(offset); offset < to; ) {
    const { messages, next } = (await coming())!;
    // Compaction may have taken all that was left.
    if (next === offset) return;
    offset = next;
    coming = fetched(offset);
    const entries = messages.map((message) => entryOf(topic, partition, message));
    const within = entries.filter((entry) => entry.offset < to);
    if (within.length > 0) yield within;
  }
}

/** A promise that may fail before anybody waits for it. */
function settled<Value>(promise: Promise<Value> | undefined): () => Promise<Value | undefined> {
  const outcome = promise?.then(
    (value) => () => value,
    (error) => () => {
      throw error;
    },
  );
  return async () => (await outcome)?.();
}
