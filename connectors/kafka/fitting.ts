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
  const limits = new Map<string, number>();
  const fit: Write[] = [];
  for (const write of writes) {
    const { topic, ifTooLarge } = write;
    if (ifTooLarge !== undefined && !limits.has(topic)) limits.set(topic, await placing.limit(topic));
    // nearly all do, and to wait for each of a thousand would take longer than to look at it
    fit.push(fitsSurely(write, limits.get(topic)) ? write : await oneFitting(client, placing, write));
  }
  return fit;
}

/** Without asking anybody: there is nothing to be written instead, or it is far below the limit. */
function fitsSurely(write: Write, limit = Number.POSITIVE_INFINITY): boolean {
  return write.ifTooLarge === undefined || bytesOf(messageOf(write)) <= surely * limit;
}

async function oneFitting(client: KafkaClient, placing: Placing, write: Write): Promise<Write> {
  const { topic, ifTooLarge } = write;
  if (ifTooLarge === undefined) return write;
  const limit = await placing.limit(topic);
  if (fitsSurely(write, limit)) return write;
  const bytes = await batchBytes(client, write);
  if (bytes <= limit) return write;
  const instead = ifTooLarge({ limit, message: overLimit(client, topic, String(bytes), limit) });
  return oneFitting(client, placing, instead);
}

/** What a record takes alone in a batch, which is what brokers measure: compressed, where that is set. */
async function batchBytes({ compression }: KafkaClient, write: Write): Promise<number> {
  return (await encodeRecordBatch([messageOf(write)], { compression })).length;
}
