import type { KafkaClient } from "./client.ts";
import type { Cluster, PartitionMetadata } from "./kafkajs-inside.ts";

/** Kafka's numbers for what a reader may see, and for the ends of a partition. */
export const isolation = { uncommitted: 0, committed: 1 } as const;
const earliest = -2;
const latest = -1;

/** Where a partition begins, up to where it can be read by those who see ended transactions only, and where it ends. */
export interface PartitionEnds {
  readonly partition: number;
  readonly leader: number;
  readonly start: number;
  readonly stable: number;
  readonly end: number;
}

/** The ends of all partitions of a topic, by partition; `topic` is the name on the cluster. */
export async function partitionEnds(cluster: Cluster, topic: string): Promise<readonly PartitionEnds[]> {
  const partitions = await partitionsOf(cluster, topic);
  const [starts, stable, ends] = await Promise.all([
    listed(cluster, topic, partitions, isolation.uncommitted, earliest),
    listed(cluster, topic, partitions, isolation.committed, latest),
    listed(cluster, topic, partitions, isolation.uncommitted, latest),
  ]);
  return partitions.map(({ partitionId: partition, leader }) => ({
    partition,
    leader,
    start: starts.get(partition)!,
    stable: stable.get(partition)!,
    end: ends.get(partition)!,
  }));
}

/** The same, of a topic without the prefix, asked until the brokers agree. */
export function askEnds(client: KafkaClient, topic: string): Promise<readonly PartitionEnds[]> {
  return client.ask({ topic }, (cluster) => partitionEnds(cluster, client.named(topic)));
}

/** The partitions of a topic, by number. */
export async function partitionsOf(cluster: Cluster, topic: string): Promise<readonly PartitionMetadata[]> {
  const broker = await cluster.brokerPool.findConnectedBroker();
  const { topicMetadata } = await broker.metadata([topic]);
  const partitions = topicMetadata.find((found) => found.topic === topic)!.partitionMetadata;
  return partitions.toSorted((one, other) => one.partitionId - other.partitionId);
}

async function listed(
  cluster: Cluster,
  topic: string,
  partitions: readonly PartitionMetadata[],
  isolationLevel: number,
  timestamp: number,
): Promise<ReadonlyMap<number, number>> {
  const leaders = [...new Set(partitions.map(({ leader }) => leader))];
  const answers = await Promise.all(
    leaders.map(async (nodeId) => {
      const asked = partitions
        .filter(({ leader }) => leader === nodeId)
        .map(({ partitionId }) => ({ partition: partitionId, timestamp }));
      const broker = await cluster.brokerPool.findBroker({ nodeId });
      return broker.listOffsets({ isolationLevel, topics: [{ topic, partitions: asked }] });
    }),
  );
  const found = answers.flatMap(({ responses }) => responses.flatMap((response) => response.partitions));
  return new Map(found.map(({ partition, offset }) => [partition, Number(offset)]));
}
