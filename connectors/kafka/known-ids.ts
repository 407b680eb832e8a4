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
  /** The last of them, even where retention took it since. */
  last: { readonly key: string; readonly offset: number } | undefined;
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
    // Offsets go back only where a topic was made anew.
    if (offset < this.#of(partition).end) this.#partitions.clear();
    const known = this.#of(partition);
    note(known, keyOf(id), offset);
    known.end = offset + 1;
  }

  /** Reads on up to where the topic ends now, waiting for transactions of others that are still open, and forgets what is gone. */
  async readOn(): Promise<void> {
    const ends = await askEnds(this.#client, this.#topic);
    if (await this.#isAnew(ends)) this.#partitions.clear();
    await this.#readTo(ends);
  }

  /** Forgets the ids whose records are gone since they were read: retention took them, or the topic was deleted and made anew. */
  async forget(): Promise<void> {
    const ends = await askEnds(this.#client, this.#topic);
    if (await this.#isAnew(ends)) {
      this.#partitions.clear();
      await this.#readTo(ends);
    } else for (const ended of ends) this.#forgetBefore(ended);
  }

  async #readTo(ends: readonly PartitionEnds[]): Promise<void> {
    for (const ended of ends) await this.#readPartition(ended);
  }

  /** Whether this is another topic of the same name: it ends before what was read, or has something else where the last id stood. */
  async #isAnew(ends: readonly PartitionEnds[]): Promise<boolean> {
    for (const [partition, { end }] of this.#partitions) if ((ends[partition]?.end ?? 0) < end) return true;
    for (const { partition, leader, start } of ends) {
      const last = this.#partitions.get(partition)?.last;
      if (last === undefined || last.offset < start) continue;
      const place = { topic: this.#topic, partition, leader, offset: last.offset };
      const [found] = (await fetchAt(this.#client, place, 1)).messages;
      return found === undefined || Number(found.offset) !== last.offset || keyIn(found) !== last.key;
    }
    return false;
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
      for (const message of messages) {
        const key = keyIn(message);
        if (key !== undefined) note(known, key, Number(message.offset));
      }
      known.end = next;
    }
  }

  #of(partition: number): KnownPartition {
    const known = this.#partitions.get(partition) ?? { end: 0, offsets: new Map(), last: undefined };
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

function note(known: KnownPartition, key: string, offset: number): void {
  known.offsets.set(key, offset);
  known.last = { key, offset };
}

/** The id of a record as it is kept; undefined where it has none. */
function keyIn({ headers }: FetchedMessage): string | undefined {
  const header = headers?.[idHeader];
  return header === undefined ? undefined : keyOf(header.toString());
}

/** An id as it is kept: long ones by their SHA-256, cut to 128 bits. */
function keyOf(id: string): string {
  return id.length <= longestKey ? id : `#${createHash("sha256").update(id).digest("binary").slice(0, 16)}`;
}
