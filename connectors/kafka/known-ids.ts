import { createHash } from "node:crypto";
import type { KafkaClient } from "./client.ts";
import { idHeader } from "./entry.ts";
import { fetchAt } from "./fetching.ts";
import type { FetchedMessage } from "./kafkajs-inside.ts";
import { askEnds, type PartitionEnds } from "./offsets.ts";

const fetchBytes = 4 * 2 ** 20;
const longestKey = 36;
const pollMs = 10;

interface KnownPartition {
  /** Read up to here. */
  end: number;
  /** Where each id stands, lowest offset first. */
  readonly offsets: Map<string, number>;
}

/**
 * The ids of a topic's retained records, as far as it was read. They are in memory, about 150 bytes each: some seven million in a
 * gigabyte; retention on the topic is what bounds them.
 */
export class KnownIds {
  readonly #client: KafkaClient;
  readonly #topic: string;
  readonly #partitions = new Map<number, KnownPartition>();

  constructor(client: KafkaClient, topic: string) {
    this.#client = client;
    this.#topic = topic;
  }

  has(id: string): boolean {
    const key = keyOf(id);
    for (const { offsets } of this.#partitions.values()) if (offsets.has(key)) return true;
    return false;
  }

  /** Notes an id that was appended. */
  add(partition: number, offset: number, id: string): void {
    const known = this.#of(partition);
    known.offsets.set(keyOf(id), offset);
    known.end = Math.max(known.end, offset + 1);
  }

  /** Reads on up to where the topic ends now, waiting for transactions of others that are still open, and forgets what retention took. */
  async readOn(): Promise<void> {
    for (const ended of await askEnds(this.#client, this.#topic)) await this.#readPartition(ended);
  }

  /** Forgets the ids whose records retention has taken since they were read. */
  async forget(): Promise<void> {
    for (const ended of await askEnds(this.#client, this.#topic)) this.#forgetBefore(ended);
  }

  async #readPartition(ended: PartitionEnds): Promise<void> {
    const { partition, leader, start, end } = ended;
    const { clock } = this.#client;
    const known = this.#of(partition);
    known.end = Math.max(known.end, start);
    this.#forgetBefore(ended);
    while (known.end < end) {
      const place = { topic: this.#topic, partition, leader, offset: known.end };
      const { messages, next } = await fetchAt(this.#client, place, fetchBytes);
      // Behind a transaction that is open there is nothing to see yet; its end, or the broker's time-out for it, goes on with it.
      if (next === known.end) await clock.wait(pollMs);
      for (const message of messages) this.#note(known, message);
      known.end = next;
    }
  }

  #note({ offsets }: KnownPartition, message: FetchedMessage): void {
    const header = message.headers?.[idHeader];
    if (header !== undefined) offsets.set(keyOf(header.toString()), Number(message.offset));
  }

  #of(partition: number): KnownPartition {
    const known = this.#partitions.get(partition) ?? { end: 0, offsets: new Map() };
    this.#partitions.set(partition, known);
    return known;
  }

  #forgetBefore({ partition, start }: PartitionEnds): void {
    const { offsets } = this.#of(partition);
    for (const [key, offset] of offsets) {
      if (offset >= start) return;
      offsets.delete(key);
    }
  }
}

/** An id as it is kept: long ones by their SHA-256, cut to 128 bits. */
function keyOf(id: string): string {
  return id.length <= longestKey ? id : `#${createHash("sha256").update(id).digest("binary").slice(0, 16)}`;
}
