import type { Message } from "kafkajs";
import type { Write } from "../event-log.ts";
import { partitionOf } from "../partitioner.ts";
import type { KafkaClient } from "./client.ts";
import { idHeader } from "./entry.ts";
import { partitionsOf } from "./offsets.ts";
import { sizeLimitOf } from "./size-limit.ts";

/** A write that knows its partition, as kafkajs takes it. */
export interface PlacedWrite {
  readonly write: Write;
  /** The topic's name on the cluster. */
  readonly topic: string;
  readonly partition: number;
  readonly message: Message;
  /** About what it takes in a request. */
  readonly bytes: number;
  /** The largest batch of records that its topic takes, bytes; infinite where the brokers don't tell. */
  readonly limit: number;
}

/** What has to be known of a topic to write to it. */
interface TopicFacts {
  readonly partitions: number;
  /** The largest batch of records that it takes, bytes; infinite where the brokers don't tell. */
  readonly limit: number;
}

/** How long that is taken for known. */
const knownMs = 60_000;

/** What a record takes beside its key, value and headers, rounded up. */
const recordBytes = 32;

/**
 * Gives writes their partitions: equal keys the same one, no key each in turn. It is done here and not by kafkajs, whose retries would
 * ask again and could send a record without a key twice, or leave it out.
 */
export class Placing {
  readonly #client: KafkaClient;
  readonly #topics = new Map<string, TopicFacts & { readonly until: number }>();
  readonly #turns = new Map<string, number>();

  constructor(client: KafkaClient) {
    this.#client = client;
  }

  /** The writes with their places. Throws LOG_UNAVAILABLE for a topic that is not there. */
  async place(writes: readonly Write[]): Promise<readonly PlacedWrite[]> {
    const facts = new Map<string, TopicFacts>();
    for (const { topic } of writes) if (!facts.has(topic)) facts.set(topic, await this.#factsOf(topic));
    return writes.map((write) => this.#placed(write, facts.get(write.topic)!));
  }

  /** The number of a topic's partitions. Throws LOG_UNAVAILABLE where it is not there. */
  async partitions(topic: string): Promise<number> {
    return (await this.#factsOf(topic)).partitions;
  }

  /** The largest batch of records that a topic takes, bytes; infinite where the brokers don't tell. Throws as `partitions` does. */
  async limit(topic: string): Promise<number> {
    return (await this.#factsOf(topic)).limit;
  }

  async #factsOf(topic: string): Promise<TopicFacts> {
    const now = this.#client.clock.now();
    const known = this.#topics.get(topic);
    if (known !== undefined && now < known.until) return known;
    const found = await this.#client.ask({ topic }, (cluster) => partitionsOf(cluster, this.#client.named(topic)));
    const limit = (await sizeLimitOf(this.#client, topic)) ?? Number.POSITIVE_INFINITY;
    const facts = { partitions: found.length, limit };
    this.#topics.set(topic, { ...facts, until: now + knownMs });
    return facts;
  }

  #placed(write: Write, { partitions, limit }: TopicFacts): PlacedWrite {
    const message = messageOf(write);
    const { key } = message;
    const partition = key === null ? this.#turn(write.topic, partitions) : partitionOf(key, partitions);
    const topic = this.#client.named(write.topic);
    return { write, topic, partition, message: { ...message, partition }, bytes: bytesOf(message), limit };
  }

  #turn(topic: string, partitions: number): number {
    const turn = this.#turns.get(topic) ?? 0;
    this.#turns.set(topic, turn + 1);
    return turn % partitions;
  }
}

/** A record as kafkajs takes it, without a partition. */
export interface PlacelessMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Record<string, string>;
}

/** A write as a record, its id among the headers. */
export function messageOf(write: Write): PlacelessMessage {
  const headers = headersOf(write);
  const key = write.key === null ? null : Buffer.from(write.key);
  return { key, value: bufferOf(write.value), ...(headers && { headers }) };
}

/** What a record takes in a request, or that it takes less. */
export function bytesOf({ key, value, headers }: PlacelessMessage): number {
  return recordBytes + (key?.length ?? 0) + (value?.length ?? 0) + headerBytesOf(headers);
}

function headersOf({ headers, id }: Write): Record<string, string> | undefined {
  if (id === undefined) return headers;
  return { ...headers, [idHeader]: id };
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  if (bytes === null || Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** An upper bound: UTF-8 takes three bytes at most for each unit of a string. */
function headerBytesOf(headers: Record<string, string> | undefined): number {
  if (headers === undefined) return 0;
  return Object.entries(headers).reduce((sum, [name, value]) => sum + 3 * (name.length + value.length) + 8, 0);
}
