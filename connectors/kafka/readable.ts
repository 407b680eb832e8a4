import type { KafkaClient } from "./client.ts";
import { askEnds } from "./offsets.ts";
import { offsetsOf, type Sent } from "./sends.ts";

const pollMs = 2;
const longestMs = 1_000;

/**
 * Waits until what a transaction wrote can be read. Its commit is safe before: the brokers still mark it in every partition, which takes
 * milliseconds. Where another transaction that is open hides it, the wait ends after a second.
 */
export async function untilReadable(client: KafkaClient, sent: readonly Sent[]): Promise<void> {
  const { clock } = client;
  const deadline = clock.now() + longestMs;
  for (const [topic, ends] of endsOf(sent)) {
    while (clock.now() < deadline && !(await isReadable(client, topic, ends))) await clock.wait(pollMs);
  }
}

/** Behind the last record of each partition, by topic. */
function endsOf(sent: readonly Sent[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const byTopic = new Map<string, Map<number, number>>();
  for (const { write, partition, offset } of offsetsOf(sent)) {
    const ends = byTopic.get(write.topic) ?? new Map<number, number>();
    byTopic.set(write.topic, ends.set(partition, offset + 1));
  }
  return byTopic;
}

async function isReadable(client: KafkaClient, topic: string, ends: ReadonlyMap<number, number>): Promise<boolean> {
  const found = await askEnds(client, topic);
  return found.every(({ partition, stable }) => stable >= (ends.get(partition) ?? 0));
}
