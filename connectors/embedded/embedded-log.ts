import type { TopicSettings } from "../../schemas/topics.ts";
import { type Clock, systemClock } from "../clock.ts";
import type {
  Appended,
  BatchHandler,
  Entry,
  EventLog,
  Extent,
  FollowOptions,
  LogFigures,
  Range,
  Write,
} from "../event-log.ts";
import { Bell } from "../following/bell.ts";
import { entriesAhead } from "../following/entries-ahead.ts";
import { type Following, noCounts } from "../following/following.ts";
import { Member } from "../following/member.ts";
import { topicBell } from "../following/tenure.ts";
import { checkTopicName } from "../topic-names.ts";
import { appendPrepared, Preparer } from "./appending.ts";
import { Committer } from "./committer.ts";
import { applyCompaction } from "./compaction.ts";
import { LogDatabase } from "./database.ts";
import { EmbeddedStore } from "./embedded-store.ts";
import { explain, explainLmdb } from "./failures.ts";
import { applyRetention } from "./retention.ts";

/** Where an embedded log is kept and how it behaves. */
export interface EmbeddedLogOptions {
  /** Holds `events.mdb` and its lock file; made where it is not there. */
  readonly folder: string;
  /** How many partitions a topic gets whose settings say nothing; 4 unless said. */
  readonly partitions?: number;
  /** Opened to be read: the file must be there, needs no right to be written, and nothing can be appended. */
  readonly isReadOnly?: boolean;
  readonly clock?: Clock;
  /** At most so long after another process appended, or a group changed, it is noticed; 20 ms unless said. */
  readonly pollMs?: number;
  /** How long a member that is not heard of keeps its partitions, and how long a handler may block its thread; 15 s unless said. */
  readonly leaseMs?: number;
}

const readLimits = { maxEntries: 1_000, maxBytes: 8 * 2 ** 20 };

/**
 * Opens the log in a folder, which any number of processes and worker threads may have open at once.
 * Throws FOLDER_UNWRITABLE, DATA_TOO_NEW or DATA_DAMAGED.
 */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<EventLog> {
  const database = await LogDatabase.open(options.folder, options.isReadOnly);
  try {
    database.checkFormat();
  } catch (error) {
    await database.close();
    throw explain(error, options.folder);
  }
  return new EmbeddedLog(database, options);
}

class EmbeddedLog implements EventLog {
  readonly delivery = "exactly-once";
  readonly #database: LogDatabase;
  readonly #committer: Committer;
  readonly #preparer: Preparer;
  readonly #store: EmbeddedStore;
  readonly #following: Following;
  readonly #clock: Clock;
  readonly #partitions: number;
  readonly #closing = new AbortController();
  readonly #open = new Set<Promise<unknown>>();

  constructor(database: LogDatabase, options: EmbeddedLogOptions) {
    const { partitions = 4, clock = systemClock, pollMs = 20, leaseMs = 15_000 } = options;
    const bell = new Bell(clock);
    this.#database = database;
    this.#clock = clock;
    this.#partitions = partitions;
    this.#committer = new Committer(database);
    this.#preparer = new Preparer(database);
    this.#store = new EmbeddedStore(database, this.#committer, this.#preparer, bell, clock);
    const closing = this.#closing.signal;
    this.#following = { store: this.#store, clock, bell, pollMs, leaseMs, counts: noCounts(), closing };
  }

  async createTopics(topics: Readonly<Record<string, TopicSettings>>): Promise<void> {
    for (const name of Object.keys(topics)) checkTopicName(name);
    await this.#use(async () => {
      await this.#committer.commit(() => {
        for (const [name, settings] of Object.entries(topics)) {
          const partitions = this.#database.settings(name)?.partitions ?? settings.partitions ?? this.#partitions;
          this.#database.putSettings(name, { ...settings, partitions });
        }
      });
    });
  }

  async append(writes: readonly Write[]): Promise<Appended> {
    return await this.#use(async () => {
      const prepared = this.#preparer.prepare(writes, this.#clock.now());
      if (prepared.length === 0) return { appended: 0, skipped: 0, skippedAt: [] };
      const appended = await this.#committer.commit(() => appendPrepared(this.#database, prepared));
      for (const name of new Set(writes.map(({ topic }) => topic))) this.#following.bell.ring(topicBell(name));
      return appended;
    });
  }

  async *read(topic: string, range: Range = {}): AsyncGenerator<readonly Entry[]> {
    const { partition: only, from = 0, to = Number.POSITIVE_INFINITY } = range;
    for (const { partition, start, end } of await this.extents(topic)) {
      if (only !== undefined && partition !== only) continue;
      const stop = Math.min(end, to);
      for (let next = Math.max(start, from); next < stop; ) {
        const entries = await this.#use(async () => this.#store.readBatch(topic, partition, next, readLimits, stop));
        if (entries.length === 0) break;
        yield entries;
        next = entries.at(-1)!.offset + 1;
      }
    }
  }

  async follow(topic: string, group: string, handle: BatchHandler, options: FollowOptions): Promise<void> {
    await this.#use(() => new Member(this.#following, { topic, group, handle, options }).run());
  }

  async extents(topic: string): Promise<readonly Extent[]> {
    return await this.#use(async () =>
      Array.from({ length: this.#store.partitions(topic) }, (_, partition) => this.#store.extent(topic, partition)),
    );
  }

  async committed(topic: string, group: string): Promise<readonly (number | undefined)[]> {
    return await this.#use(async () =>
      Array.from({ length: this.#store.partitions(topic) }, (_, partition) =>
        this.#store.position(topic, group, partition),
      ),
    );
  }

  async lag(topic: string, group: string, positions?: readonly (number | undefined)[]): Promise<readonly number[]> {
    return entriesAhead(await this.extents(topic), positions ?? (await this.committed(topic, group)));
  }

  figures(): LogFigures {
    return { ...this.#following.counts };
  }

  async maintain(): Promise<void> {
    await this.#use(async () => {
      for (const name of this.#database.topicNames()) {
        const settings = this.#database.settings(name)!;
        const topic = this.#database.topic(name);
        if (settings.cleanup === "compact") await applyCompaction(this.#database, this.#committer, topic);
        else await applyRetention(this.#database, this.#committer, topic, settings, this.#clock.now());
      }
    });
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled(this.#open);
    await this.#database.close();
  }

  /** Runs something that `close` waits for; what goes wrong in it is told in words for a person. */
  async #use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closing.signal.aborted) throw new Error("the event log is closed");
    const running = work();
    this.#open.add(running);
    try {
      return await running;
    } catch (error) {
      throw explainLmdb(error, this.#database.folder);
    } finally {
      this.#open.delete(running);
    }
  }
}
