import { randomUUID } from "node:crypto";
import type { TopicSettings } from "../../schemas/topics.ts";
import type { Clock } from "../clock.ts";
import type { Appended, Entry, Extent, Write } from "../event-log.ts";
import type { Bell } from "../following/bell.ts";
import type { BatchLimits, FollowStore } from "../following/follow-store.ts";
import { type Claim, emptyGroup, type GroupState, stands } from "../following/leases.ts";
import { topicBell } from "../following/tenure.ts";
import { partitionOf } from "../partitioner.ts";
import { noTopic } from "../topic-names.ts";
import { compact, dropOldest, entriesFrom, extentOf, type KeptEntry, type Partition } from "./partition.ts";

interface Topic {
  settings: TopicSettings;
  readonly partitions: readonly Partition[];
  readonly ids: Set<string>;
  readonly groups: Map<string, GroupState>;
  readonly committed: Map<string, (number | undefined)[]>;
  turn: number;
}

/** A log's topics, entries and groups in memory. */
export class MemoryStore implements FollowStore {
  readonly #topics = new Map<string, Topic>();
  readonly #clock: Clock;
  readonly #bell: Bell;

  constructor(clock: Clock, bell: Bell) {
    this.#clock = clock;
    this.#bell = bell;
  }

  newMember(): string {
    return randomUUID();
  }

  isGone(): boolean {
    return false;
  }

  createTopic(name: string, settings: TopicSettings, partitions: number): void {
    const known = this.#topics.get(name);
    if (known !== undefined) known.settings = settings;
    else {
      this.#topics.set(name, {
        settings,
        partitions: Array.from({ length: partitions }, () => ({ entries: [], start: 0, end: 0 })),
        ids: new Set(),
        groups: new Map(),
        committed: new Map(),
        turn: 0,
      });
    }
  }

  /** Appends all or, when a topic is not there, none. */
  append(writes: readonly Write[]): Appended {
    for (const { topic } of writes) this.#topic(topic);
    const skippedAt = writes.flatMap((write, place) => (this.#appendOne(write) ? [] : [place]));
    for (const name of new Set(writes.map(({ topic }) => topic))) this.#bell.ring(topicBell(name));
    return { appended: writes.length - skippedAt.length, skipped: skippedAt.length, skippedAt };
  }

  partitions(topic: string): number {
    return this.#topic(topic).partitions.length;
  }

  readBatch(
    topic: string,
    partition: number,
    from: number,
    limits: BatchLimits,
    to = Number.POSITIVE_INFINITY,
  ): Entry[] {
    return entriesFrom(this.#topic(topic).partitions[partition]!, from, to, limits);
  }

  extent(topic: string, partition: number): Extent {
    return extentOf(this.#topic(topic).partitions[partition]!, partition);
  }

  position(topic: string, group: string, partition: number): number | undefined {
    return this.#topic(topic).committed.get(group)?.[partition];
  }

  group(topic: string, group: string): GroupState {
    return this.#topic(topic).groups.get(group) ?? emptyGroup(this.partitions(topic));
  }

  async changeGroup(topic: string, group: string, change: (group: GroupState) => GroupState): Promise<GroupState> {
    const state = change(this.group(topic, group));
    this.#topic(topic).groups.set(group, state);
    return state;
  }

  async commit(claim: Claim, next: number, writes: readonly Write[]): Promise<boolean> {
    // Others get their turn between two batches, as with a log that waits for its disk.
    await new Promise((resolve) => setImmediate(resolve));
    const { topic, group, partition } = claim;
    if (!stands(this.group(topic, group), claim, this.#clock.now())) return false;
    this.append(writes);
    const { committed } = this.#topic(topic);
    const before = committed.get(group) ?? Array.from({ length: this.partitions(topic) }, () => undefined);
    committed.set(group, before.with(partition, next));
    return true;
  }

  /** Applies retention and compaction to every topic. */
  maintain(): void {
    for (const topic of this.#topics.values()) {
      topic.partitions.forEach((partition, index) => {
        const positions = [...topic.committed.values()].map((offsets) => offsets[index] ?? 0);
        const readByAll = Math.min(Number.POSITIVE_INFINITY, ...positions);
        for (const { id } of this.#clean(topic.settings, partition, readByAll)) {
          if (id !== undefined) topic.ids.delete(id);
        }
      });
    }
  }

  #clean(settings: TopicSettings, partition: Partition, readByAll: number): KeptEntry[] {
    if (settings.cleanup === "compact") return compact(partition, readByAll);
    const { retentionMs = Number.POSITIVE_INFINITY, retentionBytes = Number.POSITIVE_INFINITY } = settings;
    const oldest = this.#clock.now() - retentionMs;
    return dropOldest(
      partition,
      ({ offset, timestamp }, bytes) => offset < readByAll && (timestamp < oldest || bytes > retentionBytes),
    );
  }

  #appendOne({ topic: name, key, value, headers, id }: Write): boolean {
    const topic = this.#topic(name);
    if (id !== undefined && topic.ids.has(id)) return false;
    if (id !== undefined) topic.ids.add(id);
    const index =
      key === null ? topic.turn++ % topic.partitions.length : partitionOf(Buffer.from(key), topic.partitions.length);
    const partition = topic.partitions[index]!;
    partition.entries.push({
      topic: name,
      partition: index,
      offset: partition.end,
      timestamp: this.#clock.now(),
      key,
      value: value === null ? null : value.slice(),
      ...(headers && { headers }),
      id,
    });
    partition.end += 1;
    return true;
  }

  #topic(name: string): Topic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw noTopic(name);
    return topic;
  }
}
