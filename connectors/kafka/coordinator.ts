import type { KafkaClient } from "./client.ts";
import { kindOf } from "./patience.ts";
import type { Subject } from "./sentences.ts";

/** Kafka's numbers for who coordinates a group, and who coordinates a transactional id. */
export const coordinators = { group: 0, transaction: 1 } as const;

/**
 * Why there was no coordinator: kafkajs has the same words for a right that is missing, a broker that is silent and a cluster that is
 * not whole. Asks once more itself; gives any other error, and one that has passed meanwhile, as it is.
 */
export async function coordinatorFault(client: KafkaClient, error: unknown, subject: Subject): Promise<unknown> {
  const { transactionalId, group } = subject;
  const name = transactionalId ?? group;
  if (kindOf(error) !== "KafkaJSGroupCoordinatorNotFound" || name === undefined) return error;
  const coordinatorType = transactionalId === undefined ? coordinators.group : coordinators.transaction;
  try {
    await client.ask(subject, async (cluster) => {
      const broker = await cluster.brokerPool.findConnectedBroker();
      await broker.findGroupCoordinator({ groupId: client.named(name), coordinatorType });
    });
    return error;
  } catch (fault) {
    return fault;
  }
}
