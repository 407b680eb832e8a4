import type { Consumer, Producer } from "kafkajs";
import type { Write } from "../event-log.ts";
import type { KafkaClient } from "./client.ts";
import type { Placing } from "./placing.ts";
import { connectProducer, sendAll, TransactionalProducer } from "./producers.ts";

/** Keeps what a member makes of one partition. */
export interface PartitionWriter {
  /** Begins anew: first of all, and after anything has failed. What it committed before can be read from then on. */
  take(): Promise<void>;
  /** Keeps outputs and the offset that comes next. */
  commit(writes: readonly Write[], next: number): Promise<void>;
  close(): Promise<void>;
}

/** What a writer works with; names are those on the cluster. */
export interface WriterPlace {
  readonly client: KafkaClient;
  readonly placing: Placing;
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

/**
 * Exactly once: outputs and position in one transaction, under a transactional id of the partition's own. Whoever takes the partition over
 * takes that id, and so ends and fences whatever a member before it, paused or cut off, still has in hand. kafkajs can't have the group
 * itself refuse a position from a former member (KIP-447); with one id for a whole process such a member could write its batch again.
 */
export class TransactionalWriter implements PartitionWriter {
  readonly #place: WriterPlace;
  #producer: TransactionalProducer | undefined;

  constructor(place: WriterPlace) {
    this.#place = place;
  }

  async take(): Promise<void> {
    await this.close();
    const { client, groupId, partition } = this.#place;
    this.#producer = await TransactionalProducer.take(client, `${groupId}-${partition}`);
  }

  async commit(writes: readonly Write[], next: number): Promise<void> {
    const { placing, groupId, topic, partition } = this.#place;
    await this.#producer!.commit(await placing.place(writes), { groupId, topic, partition, next });
  }

  async close(): Promise<void> {
    await this.#producer?.close();
    this.#producer = undefined;
  }
}

/** At least once: outputs first, then the position, so that a crash between the two repeats the batch. */
export class RepeatingWriter implements PartitionWriter {
  readonly #place: WriterPlace;
  readonly #consumer: () => Consumer | undefined;
  #producer: Producer | undefined;

  /** Positions are kept by the consumer, so that a former member is refused; there is none while no group is joined. */
  constructor(place: WriterPlace, consumer: () => Consumer | undefined) {
    this.#place = place;
    this.#consumer = consumer;
  }

  async take(): Promise<void> {
    await this.close();
    this.#producer = await connectProducer(this.#place.client);
  }

  async commit(writes: readonly Write[], next: number): Promise<void> {
    const { client, placing, topic, partition } = this.#place;
    await sendAll(client, this.#producer!, await placing.place(writes));
    const consumer = this.#consumer();
    if (consumer === undefined) throw new Error("the group was left before the position was kept");
    await consumer.commitOffsets([{ topic, partition, offset: String(next) }]);
  }

  async close(): Promise<void> {
    await this.#producer?.disconnect();
    this.#producer = undefined;
  }
}
