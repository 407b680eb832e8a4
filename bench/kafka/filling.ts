import kafkajs from "kafkajs";
import { kafkaSettings } from "../../connectors/kafka/address.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { topics } from "../../schemas/topics.ts";
import { appendSearches, partitions, recordsPerSend } from "../support/append-searches.ts";
import type { Broker } from "./broker.ts";

/** Makes every topic of the pipeline under a prefix and fills `searches`; gives the address that a pipeline is given. */
export async function fillSearches(broker: Broker, prefix: string, searches: readonly SearchEvent[]): Promise<string> {
  const address = `kafka://${broker.address}?prefix=${prefix}`;
  const log = await openKafkaLog({ settings: kafkaSettings(address, {}, partitions) });
  try {
    await log.createTopics(topics);
    await appendSearches(log, searches);
  } finally {
    await log.close();
  }
  return address;
}

/** Fills a topic with records of a size, spread over its partitions, and makes the one that they are copied to. */
export async function fillRaw(
  broker: Broker,
  { from, to }: { from: string; to: string },
  records: number,
  bytes: number,
) {
  const kafka = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer();
  await admin.connect();
  await producer.connect();
  await admin.createTopics({ topics: [from, to].map((topic) => ({ topic, numPartitions: partitions })) });
  const value = Buffer.alloc(bytes, "x");
  for (let first = 0; first < records; first += recordsPerSend) {
    const messages = Array.from({ length: recordsPerSend }, (_, i) => ({ value, partition: i % partitions }));
    await producer.send({ topic: from, messages });
  }
  await producer.disconnect();
  await admin.disconnect();
}
