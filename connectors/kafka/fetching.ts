import type { KafkaClient } from "./client.ts";
import type { Cluster, FetchedMessage } from "./kafkajs-inside.ts";
import { isolation, partitionEnds, partitionsOf } from "./offsets.ts";
import { kindOf, SettlingError } from "./patience.ts";

/** A place to read on from; `topic` is the name without the prefix. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The broker that led the partition when last heard of. */
  readonly leader: number;
  /** Up to where the partition could be read when last asked; nowhere where it is left out. */
  readonly stable?: number;
}

/** What stands at a place. */
export interface Fetched {
  /** The records that may be seen, in order. */
  readonly messages: readonly FetchedMessage[];
  /** Where to go on: the place itself where nothing more stands. */
  readonly next: number;
}

/**
 * Reads on from a place, what committed transactions wrote: about `maxBytes` at most, one batch at least, however large it is. It never
 * waits for records to come. A new leader is looked for and waited for until it, too, knows that `stable` can be read; what retention
 * took in the meantime is passed over.
 */
export function fetchAt(client: KafkaClient, place: Place, maxBytes: number): Promise<Fetched> {
  const { partition, offset, stable = 0 } = place;
  const topic = client.named(place.topic);
  let leader: number | undefined = place.leader;
  return client.ask({ topic: place.topic }, async (cluster) => {
    const nodeId = leader ?? (await partitionsOf(cluster, topic))[partition]!.leader;
    leader = undefined;
    try {
      return await fetchFrom(cluster, nodeId, { topic, partition, offset, stable }, maxBytes);
    } catch (error) {
      if (kindOf(error) !== "OFFSET_OUT_OF_RANGE") throw error;
      const { start } = (await partitionEnds(cluster, topic))[partition]!;
      return { messages: [], next: Math.max(offset, start) };
    }
  });
}

async function fetchFrom(
  cluster: Cluster,
  nodeId: number,
  { topic, partition, offset, stable }: Required<Omit<Place, "leader">>,
  maxBytes: number,
): Promise<Fetched> {
  const broker = await cluster.brokerPool.findBroker({ nodeId });
  const { responses } = await broker.fetch({
    isolationLevel: isolation.committed,
    // With nothing to wait for a broker answers at once; kafkajs waits so long for one that reads from a slow disk.
    maxWaitTime: 10_000,
    minBytes: 0,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes }] }],
  });
  const fetched = responses.flatMap(({ partitions }) => partitions);
  const messages = fetched.flatMap((found) => found.messages).filter((message) => Number(message.offset) >= offset);
  const last = messages.at(-1);
  // A follower that has just become the leader has all records, yet shows only what it knows the others to have, too (KIP-207).
  const seen = Math.max(...fetched.map((found) => Number(found.lastStableOffset)));
  if (last === undefined && seen < stable) throw new SettlingError("OFFSET_NOT_AVAILABLE");
  return {
    messages: messages.filter(({ isControlRecord }) => !isControlRecord),
    next: last === undefined ? offset : Number(last.offset) + 1,
  };
}
