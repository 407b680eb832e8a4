import { type Clock, systemClock } from "../clock.ts";
import type { EventLog } from "../event-log.ts";
import { Bell } from "../following/bell.ts";
import { entriesAhead } from "../following/entries-ahead.ts";
import { type Following, noCounts } from "../following/following.ts";
import { Member } from "../following/member.ts";
import { checkTopicName } from "../topic-names.ts";
import { MemoryStore } from "./memory-store.ts";

const readLimits = { maxEntries: 1_000, maxBytes: 8 * 2 ** 20 };
const never = Number.POSITIVE_INFINITY;

/** How a log in memory behaves. */
export interface MemoryLogOptions {
  /** How many partitions a topic gets whose settings say nothing; 1 unless said. */
  readonly partitions?: number;
  readonly clock?: Clock;
}

/** A log for tests: the whole port in the memory of one process. No lease runs out, nothing is polled for. */
export function createMemoryLog({ partitions = 1, clock = systemClock }: MemoryLogOptions = {}): EventLog {
  const bell = new Bell(clock);
  const store = new MemoryStore(clock, bell);
  const closing = new AbortController();
  const waits = { pollMs: never, leaseMs: never, closing: closing.signal };
  const following: Following = { store, clock, bell, ...waits, counts: noCounts() };
  const open = new Set<Promise<void>>();
  const checkOpen = () => {
    if (closing.signal.aborted) throw new Error("the event log is closed");
  };
  return {
    delivery: "exactly-once",
    async createTopics(topics) {
      checkOpen();
      for (const name of Object.keys(topics)) checkTopicName(name);
      for (const [name, settings] of Object.entries(topics)) {
        store.createTopic(name, settings, settings.partitions ?? partitions);
      }
    },
    async append(writes) {
      checkOpen();
      return store.append(writes);
    },
    async *read(topic, { partition: only, from = 0, to = never } = {}) {
      checkOpen();
      const extents = Array.from({ length: store.partitions(topic) }, (_, partition) => store.extent(topic, partition));
      for (const { partition, start, end } of extents) {
        if (only !== undefined && partition !== only) continue;
        const stop = Math.min(end, to);
        for (let next = Math.max(start, from); next < stop; ) {
          const entries = store.readBatch(topic, partition, next, readLimits, stop);
          if (entries.length === 0) break;
          yield entries;
          next = entries.at(-1)!.offset + 1;
        }
      }
    },
    async follow(topic, group, handle, options) {
      checkOpen();
      const running = new Member(following, { topic, group, handle, options }).run();
      open.add(running);
      await running.finally(() => open.delete(running));
    },
    async extents(topic) {
      checkOpen();
      return Array.from({ length: store.partitions(topic) }, (_, partition) => store.extent(topic, partition));
    },
    async committed(topic, group) {
      checkOpen();
      return Array.from({ length: store.partitions(topic) }, (_, partition) => store.position(topic, group, partition));
    },
    async lag(topic, group, positions) {
      return entriesAhead(await this.extents(topic), positions ?? (await this.committed(topic, group)));
    },
    figures: () => ({ ...following.counts }),
    async maintain() {
      checkOpen();
      store.maintain();
    },
    async close() {
      closing.abort();
      await Promise.allSettled(open);
    },
  };
}
