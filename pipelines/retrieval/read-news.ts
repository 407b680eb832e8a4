import type { Entry, EventLog } from "../../connectors/event-log.ts";
import type { TopicName } from "../../schemas/topics.ts";

/**
 * Gives what came to a topic since it was asked last, in the order of the log and in batches; at first everything. It needs no group, so every
 * process has the whole of it. A batch counts as read once the next one is asked for.
 */
export function readNews(log: EventLog, topic: TopicName): () => AsyncGenerator<readonly Entry[]> {
  const positions = new Map<number, number>();
  return async function* news() {
    for (const { partition, end } of await log.extents(topic)) {
      const from = positions.get(partition) ?? 0;
      if (from >= end) continue;
      for await (const entries of log.read(topic, { partition, from, to: end })) {
        yield entries;
        positions.set(partition, entries.at(-1)!.offset + 1);
      }
      // the last places may hold no entry: compaction and the marks of transactions leave gaps
      positions.set(partition, end);
    }
  };
}
