import { expect, test } from "vitest";
import type { KafkaClient } from "../../../connectors/kafka/client.ts";
import { fetchAt } from "../../../connectors/kafka/fetching.ts";
import type { Broker, Cluster, FetchedPartition } from "../../../connectors/kafka/kafkajs-inside.ts";
import { withPatience } from "../../../connectors/kafka/patience.ts";

const context = { attributes: 0, key: null, value: Buffer.of(1), timestamp: "0", isControlRecord: false };
const record = { ...context, offset: "0", batchContext: { producerId: "-1", inTransaction: false } };
const nothingYet = { partition: 0, lastStableOffset: "0", messages: [] };
const one = { partition: 0, lastStableOffset: "1", messages: [record] };
const place = { topic: "in", partition: 0, offset: 0, leader: 1 };

test("fetchAt: a new leader that doesn't know yet how far the others came is asked again, as what it hides was there", async () => {
  const { client, waits } = answering([nothingYet, nothingYet, one]);
  expect(await fetchAt(client, { ...place, stable: 1 }, 1)).toEqual({ messages: [record], next: 1 });
  expect(waits()).toBe(2);
});

test("fetchAt: a leader that never shows what was there is an error in the end", async () => {
  const { client } = answering([nothingYet]);
  await expect(fetchAt(client, { ...place, stable: 1 }, 1)).rejects.toMatchObject({ type: "OFFSET_NOT_AVAILABLE" });
});

test("fetchAt: where nothing stands, and where compaction took the rest, it goes on at the place itself", async () => {
  expect(await fetchAt(answering([nothingYet]).client, place, 1)).toEqual({ messages: [], next: 0 });
  const compacted = { partition: 0, lastStableOffset: "5", messages: [] };
  expect(await fetchAt(answering([compacted]).client, { ...place, stable: 5 }, 1)).toEqual({ messages: [], next: 0 });
});

/** A cluster of one broker that gives these answers to fetches, the last one again and again; waiting takes no time. */
function answering(answers: readonly FetchedPartition[]): { client: KafkaClient; waits: () => number } {
  let [asked, waits, now] = [0, 0, 0];
  const broker: Partial<Broker> = {
    fetch: async () => ({ responses: [{ partitions: [answers[Math.min(asked++, answers.length - 1)]!] }] }),
    metadata: async () => ({
      brokers: [],
      topicMetadata: [{ topic: "in", partitionMetadata: [{ partitionId: 0, leader: 1, isr: [1] }] }],
    }),
  };
  const cluster = {
    brokerPool: { findBroker: async () => broker, findConnectedBroker: async () => broker },
  } as unknown as Cluster;
  const clock = {
    now: () => now,
    wait: async (ms: number) => {
      waits += 1;
      now += ms;
    },
  };
  const client: Partial<KafkaClient> = {
    named: (name) => name,
    ask: (_subject, question) =>
      withPatience(
        clock,
        () => question(cluster),
        async () => undefined,
      ),
  };
  return { client: client as KafkaClient, waits: () => waits };
}
