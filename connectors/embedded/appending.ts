import { createHash } from "node:crypto";
import type { Database, Key, PutOptions } from "lmdb";
import type { Appended, Write } from "../event-log.ts";
import { partitionOf } from "../partitioner.ts";
import type { LogDatabase, StoredExtent, TopicHandle } from "./database.ts";
import { encodeRecord } from "./record.ts";

/** A write with its place chosen and its bytes made, ready for a transaction. */
export interface PreparedWrite {
  readonly topic: TopicHandle;
  readonly partition: number;
  readonly id: string | undefined;
  readonly bytes: Buffer;
}

const longestPlainId = 200;
const mark = Buffer.from([1]);

/** Turns writes into records. Keeps count of where the next record without a key goes. */
export class Preparer {
  readonly #database: LogDatabase;
  readonly #turns = new Map<string, number>();

  constructor(database: LogDatabase) {
    this.#database = database;
  }

  /** Throws LOG_UNAVAILABLE when a topic was never made. */
  prepare(writes: readonly Write[], timestamp: number): PreparedWrite[] {
    return writes.map(({ topic: name, key, value, headers, id }) => {
      const topic = this.#database.topic(name);
      const keyBytes = key === null ? null : Buffer.from(key);
      const partition = keyBytes === null ? this.#nextTurn(topic) : partitionOf(keyBytes, topic.entries.length);
      return {
        topic,
        partition,
        id,
        bytes: encodeRecord({ timestamp, key: keyBytes, id: id ?? null, headers, value }),
      };
    });
  }

  #nextTurn({ name, entries }: TopicHandle): number {
    const turn = this.#turns.get(name) ?? 0;
    this.#turns.set(name, turn + 1);
    return turn % entries.length;
  }
}

/** Appends to the ends of the partitions, leaving out known ids. Only inside a transaction. */
export function appendPrepared(database: LogDatabase, writes: readonly PreparedWrite[]): Appended {
  const ends = new Map<PreparedWrite["topic"], (StoredExtent | undefined)[]>();
  const skippedAt: number[] = [];
  for (const [place, { topic, partition, id, bytes }] of writes.entries()) {
    if (id !== undefined && !putNew(topic.ids, idKey(id), mark, { noOverwrite: true })) {
      skippedAt.push(place);
      continue;
    }
    const extents = ends.get(topic) ?? [];
    const extent = extents[partition] ?? database.extent(topic.name, partition);
    if (!putNew(topic.entries[partition]!, extent.end, bytes, { append: true })) {
      throw database.damage(`topic "${topic.name}" partition ${partition} holds entries past its end ${extent.end}`);
    }
    extents[partition] = { ...extent, end: extent.end + 1, bytes: extent.bytes + bytes.length };
    ends.set(topic, extents);
  }
  for (const [{ name }, extents] of ends) {
    extents.forEach((extent, partition) => {
      if (extent !== undefined) database.putExtent(name, partition, extent);
    });
  }
  return { appended: writes.length - skippedAt.length, skipped: skippedAt.length, skippedAt };
}

/** Whether it was put: false when the key is there, or for `append` any that sorts after it. The types of lmdb leave the result out. */
function putNew<K extends Key>(database: Database<Buffer, K>, key: K, bytes: Buffer, options: PutOptions): boolean {
  return database.putSync(key, bytes, options) as unknown as boolean;
}

/** The key of an id: itself, or its hash where LMDB could not keep it. */
export function idKey(id: string): string {
  if (id.length <= longestPlainId && /^[ -~]+$/.test(id)) return `=${id}`;
  return `#${createHash("sha256").update(id).digest("hex")}`;
}
