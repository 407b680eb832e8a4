import kafkajs, { type AclEntry, type Admin, type Kafka } from "kafkajs";
import { onTestFinished } from "vitest";
import type { KafkaSettings } from "../../connectors/kafka/settings.ts";
import { until } from "./log-work.ts";

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

/** Sets the largest batch of records that a topic takes, bytes; resolves once the broker holds to it. */
export async function limitTopic(settings: KafkaSettings, topic: string, bytes: number): Promise<void> {
  const admin = kafkaClient(settings).admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  const configEntries = [{ name: "max.message.bytes", value: String(bytes) }];
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: `${settings.prefix}${topic}` };
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
  await until(async () => {
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
    const found = resources[0]!.configEntries.find(({ configName }) => configName === "max.message.bytes");
    return found?.configValue === String(bytes);
  });
}

/** Gives rights; resolves once the broker holds to them, which it does a moment after its answer. */
export async function grantRights(admin: Admin, acl: AclEntry[]): Promise<void> {
  await admin.createAcls({ acl });
  for (const right of acl) await until(async () => (await admin.describeAcls(right)).resources.length > 0);
}

/** Deletes a topic; resolves once it can be made anew. */
export async function deleteTopic(settings: KafkaSettings, topic: string): Promise<void> {
  const admin = kafkaClient(settings).admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  const name = `${settings.prefix}${topic}`;
  await admin.deleteTopics({ topics: [name] });
  await until(async () => !(await admin.listTopics()).includes(name));
}
