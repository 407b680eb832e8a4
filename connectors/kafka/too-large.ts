import kafkajs from "kafkajs";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { KafkaClient } from "./client.ts";
import { kindOf } from "./patience.ts";
import type { PlacedWrite } from "./placing.ts";

/** What went wrong when writes were sent, in words for a person; a record over the size limit of its topic is named. */
export async function explainWriting(
  client: KafkaClient,
  error: unknown,
  writes: readonly PlacedWrite[],
): Promise<unknown> {
  const [first] = writes;
  const kind = kindOf(error);
  if (kind !== "MESSAGE_TOO_LARGE" && kind !== "RECORD_LIST_TOO_LARGE") {
    return client.explain(error, { topic: first!.write.topic, operation: "Write" });
  }
  const largest = writes.reduce((most, write) => (write.bytes > most.bytes ? write : most));
  const limit = await limitOf(client, largest.topic);
  const { topic } = largest.write;
  const message = `a record of about ${largest.bytes} bytes is over the limit of topic "${largest.topic}"${limit}; raise its max.message.bytes, or make "${topic}" records smaller`;
  return new TwinstreamError("LOG_UNAVAILABLE", message, error);
}

async function limitOf(client: KafkaClient, name: string): Promise<string> {
  const configNames = ["max.message.bytes"];
  try {
    const admin = await client.admin();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames }],
    });
    return `, ${resources[0]!.configEntries[0]!.configValue} bytes`;
  } catch {
    // Without the right to read settings the sentence has to do without the number.
    return "";
  }
}
