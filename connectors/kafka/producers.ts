import type { Producer, ProducerConfig, RetryOptions, Transaction } from "kafkajs";
import type { KafkaClient } from "./client.ts";
import { kindOf } from "./patience.ts";
import type { PlacedWrite } from "./placing.ts";
import { type Sent, sends } from "./sends.ts";

/**
 * Short waits at first, some forty seconds in all. A broker is busy for a few milliseconds with the end of the transaction before; with the
 * waits of kafkajs, 300 ms at first, each commit would take as long.
 */
const retry: RetryOptions = { initialRetryTime: 5, factor: 0, multiplier: 1.2, retries: 40 };

const busyWaitMs = 5;
const longestBusyMs = 10_000;

/** The kinds of error by which a broker says that another holds the transactional id by now, or that it ended a transaction itself. */
const fencedKinds: ReadonlySet<string> = new Set([
  "INVALID_PRODUCER_EPOCH",
  "INVALID_PRODUCER_ID_MAPPING",
  "INVALID_TXN_STATE",
  "UNKNOWN_PRODUCER_ID",
  // Another is just taking the id: a commit that is refused so has changed nothing. For a moment Kafka 4 has no better word than the second.
  "CONCURRENT_TRANSACTIONS",
  "UNKNOWN",
]);

/** How far a group has come on a partition; names are those on the cluster. */
export interface Progress {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  /** The offset that comes next. */
  readonly next: number;
}

/** Whether an error says that another holds the transactional id by now. */
export function isFenced(error: unknown): boolean {
  return fencedKinds.has(kindOf(error));
}

/** Connects a producer whose retries neither double nor reorder; what it sends is safe once all replicas in sync have it. */
export async function connectProducer(client: KafkaClient): Promise<Producer> {
  return connected(client, { idempotent: true });
}

/** Sends writes, those of a partition in order; what goes in one request is kept whole or not at all. */
export async function sendAll(
  { compression }: KafkaClient,
  sender: Pick<Producer, "sendBatch">,
  writes: readonly PlacedWrite[],
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const { writes: some, topicMessages } of sends(writes)) {
    sent.push({ writes: some, places: await sender.sendBatch({ acks: -1, compression, topicMessages }) });
  }
  return sent;
}

/**
 * A transactional id in the hands of this process. Taking it ends what its last holder left open and fences that holder: nothing that it
 * sends from then on is kept. After anything has failed it must be taken anew.
 */
export class TransactionalProducer {
  readonly #client: KafkaClient;
  readonly #producer: Producer;

  private constructor(client: KafkaClient, producer: Producer) {
    this.#client = client;
    this.#producer = producer;
  }

  /** Takes an id; `id` is the name on the cluster. */
  static async take(client: KafkaClient, id: string): Promise<TransactionalProducer> {
    const transactionTimeout = client.settings.transactionTimeoutMs;
    const producer = await connected(client, { transactionalId: id, transactionTimeout });
    try {
      // kafkajs asks for the id, which is what fences, no sooner than at its first transaction.
      await (await producer.transaction()).abort();
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
    return new TransactionalProducer(client, producer);
  }

  /** Keeps writes, and a group's progress where given, all or none. Gives the requests, in order. */
  async commit(writes: readonly PlacedWrite[], progress?: Progress): Promise<readonly Sent[]> {
    const transaction = await this.#producer.transaction();
    try {
      const sent = await sendAll(this.#client, transaction, writes);
      if (progress !== undefined) await this.#sendProgress(transaction, progress);
      await transaction.commit();
      return sent;
    } catch (error) {
      // Where even this fails, whoever takes the id next ends the transaction, and after its time the broker does.
      await transaction.abort().catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }

  /** kafkajs waits for the end of the transaction before when it sends records, but not when it sends offsets. */
  async #sendProgress(transaction: Transaction, { groupId, topic, partition, next }: Progress): Promise<void> {
    const { clock } = this.#client;
    const topics = [{ topic, partitions: [{ partition, offset: String(next) }] }];
    for (const begun = clock.now(); ; await clock.wait(busyWaitMs)) {
      try {
        return await transaction.sendOffsets({ consumerGroupId: groupId, topics });
      } catch (error) {
        if (kindOf(error) !== "CONCURRENT_TRANSACTIONS" || clock.now() - begun > longestBusyMs) throw error;
      }
    }
  }
}

async function connected({ kafka }: KafkaClient, config: ProducerConfig): Promise<Producer> {
  const producer = kafka.producer({ ...config, retry, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  return producer;
}
