import kafkajs, { type Kafka } from "kafkajs";
import { onTestFinished } from "vitest";
import type { KafkaSettings } from "../../connectors/kafka/settings.ts";

/** The standard client, to do what Twinstream doesn't. */
export function kafkaClient({ brokers }: KafkaSettings): Kafka {
  return new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
}

/** Takes the records of a partition before an offset away, as retention does. */
export async function takeBefore(settings: KafkaSettings, topic: string, partition: number, offset: number) {
  const admin = kafkaClient(settings).admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  const name = `${settings.prefix}${topic}`;
  // kafkajs deletes only where it was asked about the topic before.
  await admin.fetchTopicOffsets(name);
  await admin.deleteTopicRecords({ topic: name, partitions: [{ partition, offset: String(offset) }] });
}
