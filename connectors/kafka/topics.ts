import type { Extent } from "../event-log.ts";
import type { KafkaClient } from "./client.ts";
import { coordinators } from "./coordinator.ts";
import { fetchAt } from "./fetching.ts";
import { groupName } from "./group-name.ts";
import { askEnds, type PartitionEnds, partitionsOf } from "./offsets.ts";

export { createTopics } from "./creating-topics.ts";

/** Where each partition begins, and where the next record goes; `end` may be behind what a reader sees while a transaction is open. */
export async function extents(client: KafkaClient, topic: string): Promise<readonly Extent[]> {
  const ends = await askEnds(client, topic);
  return ends.map(({ partition, start, end }) => ({ partition, start, end }));
}

/** The next offset that a group will read, by partition; undefined where it has not begun. */
export function committed(client: KafkaClient, topic: string, group: string): Promise<readonly (number | undefined)[]> {
  const name = client.named(topic);
  const groupId = client.named(groupName(topic, group));
  return client.ask({ topic, group: groupName(topic, group) }, async (cluster) => {
    const partitions = (await partitionsOf(cluster, name)).map(({ partitionId }) => ({ partition: partitionId }));
    const broker = await cluster.brokerPool.findConnectedBroker();
    const { coordinator } = await broker.findGroupCoordinator({ groupId, coordinatorType: coordinators.group });
    const { responses } = await (await cluster.brokerPool.findBroker(coordinator)).offsetFetch({
      groupId,
      topics: [{ topic: name, partitions }],
    });
    const offsets = responses.flatMap((response) => response.partitions);
    const byPartition = new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
    return partitions.map(({ partition }) => {
      const offset = byPartition.get(partition) ?? -1;
      return offset < 0 ? undefined : offset;
    });
  });
}

/** About so many bytes are looked at for what a group still has to read. */
const lookBytes = 64 * 1024;

/**
 * How many entries of each partition a group has still to read. It is 0 exactly when none is left: what transactions leave between
 * entries isn't counted, and what an open one wrote is. Otherwise it is exact near the end, and further off an upper bound: there the
 * marks of transactions count as entries. Positions that are known are not asked for again.
 */
export async function lag(
  client: KafkaClient,
  topic: string,
  group: string,
  known?: readonly (number | undefined)[],
): Promise<readonly number[]> {
  // Positions first: the ends that are seen then are those of that time or later, so that nothing is taken for read.
  const positions = known ?? (await committed(client, topic, group));
  const ends = await askEnds(client, topic);
  return Promise.all(ends.map((partition) => entriesLeft(client, topic, partition, positions[partition.partition])));
}

async function entriesLeft(
  client: KafkaClient,
  topic: string,
  { partition, leader, start, stable, end }: PartitionEnds,
  position: number | undefined,
): Promise<number> {
  let offset = Math.max(position ?? start, start);
  while (offset < stable) {
    const { messages, next } = await fetchAt(client, { topic, partition, leader, offset, stable }, lookBytes);
    if (next === offset) break;
    offset = next;
    if (messages.length > 0) return messages.length + Math.max(0, end - next);
  }
  return Math.max(0, end - Math.max(offset, stable));
}
