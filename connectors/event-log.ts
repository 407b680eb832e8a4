import type { TopicSettings } from "../schemas/topics.ts";

/** What travels beside a record's bytes, by name: the trace it belongs to, for one. */
export type Headers = Readonly<Record<string, string>>;

/** One record of the log, as it stands there. */
export interface Entry {
  readonly topic: string;
  readonly partition: number;
  /** Place in its partition, counted from 0. It rises from entry to entry; compaction, and on Kafka the marks of transactions, leave gaps. */
  readonly offset: number;
  /** When it was appended, milliseconds since 1970 UTC. */
  readonly timestamp: number;
  readonly key: string | null;
  /** The bytes; null is a tombstone: compaction forgets the key. */
  readonly value: Uint8Array | null;
  /** Left out where there are none. */
  readonly headers?: Headers;
}

/** One record to append. */
export interface Write {
  readonly topic: string;
  /** Equal keys go to the same partition, in order; records without a key are spread. */
  readonly key: string | null;
  readonly value: Uint8Array | null;
  readonly headers?: Headers;
  /** The same id is appended to a topic once: a later write that carries it is left out. */
  readonly id?: string;
  /** Gives what a follower's commit writes instead where the topic takes no record so large; without it that commit fails. */
  readonly ifTooLarge?: (size: TooLarge) => Write;
}

/** Why a topic does not take a record. */
export interface TooLarge {
  /** The most bytes that the topic takes of a record, with its key, its headers and what the log adds. */
  readonly limit: number;
  /** How large the record is, how large it may be and what to do, for a person. */
  readonly message: string;
}

/** How many writes were appended, and how many were left out because the topic already had their id. */
export interface Appended {
  readonly appended: number;
  readonly skipped: number;
  /** Which were left out: their places among the writes, rising from 0. */
  readonly skippedAt: readonly number[];
}

/** Part of a topic: some or all partitions, from an offset (included) to another (excluded). */
export interface Range {
  readonly partition?: number;
  readonly from?: number;
  readonly to?: number;
}

/** Where a partition begins and ends now: the first offset that is kept, and the offset that the next record gets. */
export interface Extent {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
  /** How many bytes its entries take, where the log knows. */
  readonly bytes?: number;
}

/** How a group follows a topic. */
export interface FollowOptions {
  /** Ends the following, after the batch in hand. */
  readonly signal: AbortSignal;
  /** At most so many entries a batch; 1,000 unless said. */
  readonly maxEntries?: number;
  /** At most about so many bytes a batch (a single larger entry still comes, alone); 8 MiB unless said. */
  readonly maxBytes?: number;
  /** Waits up to this long for a batch to fill before a smaller one is handed over; 0 unless said. */
  readonly lingerMs?: number;
  /**
   * Asked whenever this member takes a partition over. The answer, where there is one, is where to begin instead
   * of the group's committed position: for sinks, that know from what they keep.
   */
  readonly startAt?: (partition: number) => Promise<number | undefined>;
}

/** What following has come to on a log since it was opened here, over all groups. */
export interface LogFigures {
  /** Batches whose outputs and position were kept together: transactions, where the log has them. */
  readonly commits: number;
  /** Batches of which nothing was kept: the handler threw, or the partition was lost meanwhile. */
  readonly aborts: number;
  /** How often members here were given or gave up partitions. */
  readonly rebalances: number;
  /** Commits that were refused because the partition had another owner by then. */
  readonly fenced: number;
}

/**
 * Works on one batch: entries of a single partition, in order. What it returns and the group's new position are kept together, or neither.
 * On Kafka writes that carry an id are kept before the rest: a batch that is done again after a crash finds them there, and leaves them out.
 */
export type BatchHandler = (entries: readonly Entry[]) => Promise<readonly Write[]>;

/**
 * An ordered, partitioned, replayable log of bytes: embedded by default, in memory for tests, Kafka in production.
 * Only `schemas/` knows what the bytes mean.
 */
export interface EventLog {
  /** What a crash can do to a follower: nothing, or show it the last entries again. */
  readonly delivery: "exactly-once" | "at-least-once";
  /** Makes the topics that are not there yet; one that is there keeps its number of partitions and takes the other settings. */
  createTopics(topics: Readonly<Record<string, TopicSettings>>): Promise<void>;
  /** Appends all of the writes or none; resolves once they are safe on disk. */
  append(writes: readonly Write[]): Promise<Appended>;
  /** The entries of a range as it stands when the reading begins, each partition in order; ends at the end it then has. */
  read(topic: string, range?: Range): AsyncIterable<readonly Entry[]>;
  /**
   * Shares a topic with the other members of `group`, in this and other processes, until the signal aborts: each partition has one
   * member at a time. Resolves after the signal aborts and the batches in hand are committed. Rejects when the handler throws; that batch is
   * then not committed. Batches of different partitions may be with the handler at the same time.
   */
  follow(topic: string, group: string, handle: BatchHandler, options: FollowOptions): Promise<void>;
  /** Where each partition of a topic begins and ends now. */
  extents(topic: string): Promise<readonly Extent[]>;
  /** The next offset that a group will read, by partition; undefined where it has not begun. */
  committed(topic: string, group: string): Promise<readonly (number | undefined)[]>;
  /**
   * How many entries of each partition a group has still to read; where it has not begun, all that are kept. The answer of `committed`
   * may be given, and is asked for otherwise.
   */
  lag(topic: string, group: string, positions?: readonly (number | undefined)[]): Promise<readonly number[]>;
  /** Counts for those who watch; left out by a log that keeps none. */
  figures?(): LogFigures;
  /** Applies retention and compaction now. What a group still has to read stays, whatever its age. */
  maintain(): Promise<void>;
  /** Ends all following after the batches in hand, then closes. */
  close(): Promise<void>;
}
