import kafkajs from "kafkajs";
import type { KafkaClient } from "./client.ts";
import { kindOf } from "./patience.ts";

/** The largest batch of records that a topic takes, bytes as they are sent; undefined without the right to see its settings. */
export async function sizeLimitOf(client: KafkaClient, topic: string): Promise<number | undefined> {
  const asked = {
    type: kafkajs.ConfigResourceTypes.TOPIC,
    name: client.named(topic),
    configNames: ["max.message.bytes"],
  };
  const admin = await client.admin();
  try {
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [asked] });
    return Number(resources[0]!.configEntries[0]!.configValue);
  } catch (error) {
    if (kindOf(error) === "TOPIC_AUTHORIZATION_FAILED") return undefined;
    throw client.explain(error, { topic });
  }
}

/** One sentence for a record that is larger than its topic takes; `size` in words, the limit where it is known. */
export function overLimit(client: KafkaClient, topic: string, size: string, limit: number | undefined): string {
  const most = limit === undefined ? "" : `, ${limit} bytes`;
  return `a record of ${size} bytes is over the limit of topic "${client.named(topic)}"${most}; raise its max.message.bytes, or make "${topic}" records smaller`;
}
