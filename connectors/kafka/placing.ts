import type { Message } from "kafkajs";
import type { Write } from "../event-log.ts";
import { partitionOf } from "../partitioner.ts";
import type { KafkaClient } from "./client.ts";
import { idHeader } from "./entry.ts";
import { partitionsOf } from "./offsets.ts";

/** A write that knows its partition, as kafkajs takes it. */
export interface PlacedWrite {
  readonly write: Write;
  /** The topic's name on the cluster. */
  readonly topic: string;
  readonly partition: number;
  readonly message: Message;
  /** About what it takes in a request. */
  readonly bytes: number;
}

/** How long the number of a topic's partitions is taken for known. */
const knownMs = 60_000;

/** What a record takes beside its key, value and headers, rounded up. */
const recordBytes = 32;

/**
 * Gives writes their partitions: equal keys the same one, no key each in turn. It is done here and not by kafkajs, whose retries would
 * ask again and could send a record without a key twice, or leave it out.
 */
export class Placing {
  readonly #client: KafkaClient;
  readonly #topics = new Map<string, { readonly partitions: number; readonly until: number }>();
  readonly #turns = new Map<string, number>();

  constructor(client: KafkaClient) {
    this.#client = client;
  }

  /** The writes with their places. Throws LOG_UNAVAILABLE for a topic that is not there. */
  async place(writes: readonly Write[]): Promise<readonly PlacedWrite[]> {
    const counts = new Map<string, number>();
    for (const { topic } of writes) if (!counts.has(topic)) counts.set(topic, await this.partitions(topic));
    return writes.map((write) => this.#placed(write, counts.get(write.topic)!));
  }

  /** The number of a topic's partitions. Throws LOG_UNAVAILABLE where it is not there. */
  async partitions(topic: string): Promise<number> {
    const now = this.#client.clock.now();
    const known = this.#topics.get(topic);
    if (known !== undefined && now < known.until) return known.partitions;
    const found = await this.#client.ask({ topic }, (cluster) => partitionsOf(cluster, this.#client.named(topic)));
    this.#topics.set(topic, { partitions: found.length, until: now + knownMs });
    return found.length;
  }

  #placed(write: Write, partitions: number): PlacedWrite {
    const key = write.key === null ? null : Buffer.from(write.key);
    const partition = key === null ? this.#turn(write.topic, partitions) : partitionOf(key, partitions);
    const headers = headersOf(write);
    const value = bufferOf(write.value);
    return {
      write,
      topic: this.#client.named(write.topic),
      partition,
      message: { partition, key, value, ...(headers && { headers }) },
      bytes: recordBytes + (key?.length ?? 0) + (value?.length ?? 0) + bytesOf(headers),
    };
  }

  #turn(topic: string, partitions: number): number {
    const turn = this.#turns.get(topic) ?? 0;
    this.#turns.set(topic, turn + 1);
    return turn % partitions;
  }
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
function bytesOf(headers: Record<string, string> | undefined): number {
  if (headers === undefined) return 0;
  return Object.entries(headers).reduce((sum, [name, value]) => sum + 3 * (name.length + value.length) + 8, 0);
}
