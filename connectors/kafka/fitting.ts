import type { Write } from "../event-log.ts";
import type { KafkaClient } from "./client.ts";
import { bytesOf, messageOf, type Placing } from "./placing.ts";
import { encodeRecordBatch } from "./record-batch.ts";
import { overLimit } from "./size-limit.ts";

/** Below this share of the limit a record fits whatever a batch adds and a compression fails to save. */
const surely = 0.9;

/** The writes of a follower, with what is to be written instead of each that its topic takes no record so large as. */
export async function fitting(
  client: KafkaClient,
  placing: Placing,
  writes: readonly Write[],
): Promise<readonly Write[]> {
  const fit: Write[] = [];
  for (const write of writes) fit.push(await oneFitting(client, placing, write));
  return fit;
}

async function oneFitting(client: KafkaClient, placing: Placing, write: Write): Promise<Write> {
  const { topic, ifTooLarge } = write;
  if (ifTooLarge === undefined) return write;
  const limit = await placing.limit(topic);
  if (bytesOf(messageOf(write)) <= surely * limit) return write;
  const bytes = await batchBytes(client, write);
  if (bytes <= limit) return write;
  const instead = ifTooLarge({ limit, message: overLimit(client, topic, String(bytes), limit) });
  return oneFitting(client, placing, instead);
}

/** What a record takes alone in a batch, which is what brokers measure: compressed, where that is set. */
async function batchBytes({ compression }: KafkaClient, write: Write): Promise<number> {
  return (await encodeRecordBatch([messageOf(write)], { compression })).length;
}
