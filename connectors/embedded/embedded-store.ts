import type { Clock } from "../clock.ts";
import type { Entry, Extent, Write } from "../event-log.ts";
import type { Bell } from "../following/bell.ts";
import type { BatchLimits, FollowStore } from "../following/follow-store.ts";
import { type Claim, emptyGroup, type GroupState, stands } from "../following/leases.ts";
import { topicBell } from "../following/tenure.ts";
import { appendPrepared, type Preparer } from "./appending.ts";
import type { Committer } from "./committer.ts";
import type { LogDatabase } from "./database.ts";
import { isGone, memberName } from "./member-name.ts";
import { decodeEntry } from "./record.ts";

/** What following needs, from the log's file. */
export class EmbeddedStore implements FollowStore {
  readonly #database: LogDatabase;
  readonly #committer: Committer;
  readonly #preparer: Preparer;
  readonly #bell: Bell;
  readonly #clock: Clock;

  constructor(database: LogDatabase, committer: Committer, preparer: Preparer, bell: Bell, clock: Clock) {
    this.#database = database;
    this.#committer = committer;
    this.#preparer = preparer;
    this.#bell = bell;
    this.#clock = clock;
  }

  newMember(): string {
    return memberName();
  }

  isGone(member: string): boolean {
    return isGone(member);
  }

  partitions(topic: string): number {
    return this.#database.topic(topic).entries.length;
  }

  readBatch(topic: string, partition: number, from: number, limits: BatchLimits, to?: number): Entry[] {
    const range = { start: from, end: to, limit: limits.maxEntries };
    const entries: Entry[] = [];
    let bytes = 0;
    for (const { key: offset, value } of this.#database.topic(topic).entries[partition]!.getRange(range)) {
      bytes += value.length;
      if (entries.length > 0 && bytes > limits.maxBytes) break;
      const entry = decodeEntry(value, topic, partition, offset);
      if (entry === undefined) throw this.#database.damage(`topic "${topic}" partition ${partition} offset ${offset}`);
      entries.push(entry);
    }
    this.#database.freshen();
    return entries;
  }

  extent(topic: string, partition: number): Extent {
    this.#database.topic(topic);
    const { start, end, bytes } = this.#database.extent(topic, partition);
    this.#database.freshen();
    return { partition, start, end, bytes };
  }

  position(topic: string, group: string, partition: number): number | undefined {
    const position = this.#database.committed(topic, group)[partition] ?? undefined;
    this.#database.freshen();
    return position;
  }

  group(topic: string, group: string): GroupState {
    const state = this.#group(topic, group);
    this.#database.freshen();
    return state;
  }

  changeGroup(topic: string, group: string, change: (group: GroupState) => GroupState): Promise<GroupState> {
    return this.#committer.commit(() => {
      const before = this.#group(topic, group);
      const after = change(before);
      if (after !== before) this.#database.putGroup(topic, group, after);
      return after;
    });
  }

  async commit(claim: Claim, next: number, writes: readonly Write[]): Promise<boolean> {
    const { topic, group, partition } = claim;
    const prepared = this.#preparer.prepare(writes, this.#clock.now());
    const partitions = this.partitions(topic);
    const isKept = await this.#committer.commit(() => {
      if (!stands(this.#group(topic, group), claim, this.#clock.now())) return false;
      appendPrepared(this.#database, prepared);
      const before = this.#database.committed(topic, group);
      const offsets = Array.from({ length: partitions }, (_, index) => before[index] ?? null);
      this.#database.putCommitted(topic, group, offsets.with(partition, next));
      return true;
    });
    if (isKept) for (const name of new Set(writes.map((write) => write.topic))) this.#bell.ring(topicBell(name));
    return isKept;
  }

  #group(topic: string, group: string): GroupState {
    return this.#database.group(topic, group) ?? emptyGroup(this.partitions(topic));
  }
}
