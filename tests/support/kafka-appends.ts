import kafkajs, { type CompressionTypes, type Message, type Producer, type Transaction } from "kafkajs";
import { onTestFinished } from "vitest";
import type { KafkaClient } from "../../connectors/kafka/client.ts";
import { extents } from "../../connectors/kafka/topics.ts";
import { until } from "./log-work.ts";

/** Appends texts to one partition, outside of any transaction. */
export async function appendPlain(
  client: KafkaClient,
  topic: string,
  partition: number,
  texts: readonly (string | Buffer)[],
  compression: CompressionTypes = kafkajs.CompressionTypes.None,
): Promise<void> {
  const producer = client.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  const messages = texts.map((value): Message => ({ key: null, value: Buffer.from(value), partition }));
  await producer.send({ topic: client.named(topic), messages, compression });
  await producer.disconnect();
}

/** Deletes what is before an offset, as retention does. */
export async function forget(client: KafkaClient, topic: string, partition: number, offset: number): Promise<void> {
  const admin = await client.admin();
  // Without this kafkajs doesn't know the topic's leaders.
  await admin.fetchTopicOffsets(client.named(topic));
  await admin.deleteTopicRecords({
    topic: client.named(topic),
    partitions: [{ partition, offset: String(offset) }],
  });
}

/** Transactions of one transactional id, on partition 0. What is committed or aborted is marked in the partition when it resolves. */
export interface Transactions {
  committed(topic: string, texts: readonly string[]): Promise<void>;
  aborted(topic: string, texts: readonly string[]): Promise<void>;
  /** Written, and neither committed nor aborted yet. */
  left(topic: string, texts: readonly string[]): Promise<Transaction>;
}

let made = 0;

/** A producer of transactions for one test; what it leaves open is aborted at the end. */
export async function openTransactions(client: KafkaClient): Promise<Transactions> {
  const producer = client.kafka.producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    transactionalId: client.named(`transactions-${++made}`),
    idempotent: true,
    maxInFlightRequests: 1,
    retry: { initialRetryTime: 5, factor: 0, multiplier: 1.2, retries: 50 },
  });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  const left = (topic: string, texts: readonly string[]) => begin(producer, client.named(topic), texts);
  const ended = (how: "commit" | "abort") => async (topic: string, texts: readonly string[]) => {
    const transaction = await left(topic, texts);
    const unmarked = await endOf(client, topic);
    await transaction[how]();
    // The broker answers first and writes the mark, which has an offset of its own, behind its answer.
    await until(async () => (await endOf(client, topic)) > unmarked);
  };
  return { left, committed: ended("commit"), aborted: ended("abort") };
}

async function endOf(client: KafkaClient, topic: string): Promise<number> {
  return (await extents(client, topic))[0]!.end;
}

async function begin(producer: Producer, topic: string, texts: readonly string[]): Promise<Transaction> {
  const transaction = await producer.transaction();
  const messages = texts.map((value): Message => ({ key: null, value, partition: 0 }));
  await transaction.send({ topic, messages });
  return transaction;
}
