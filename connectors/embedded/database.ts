import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Database, open, type RootDatabase, type RootDatabaseOptionsWithPath } from "lmdb";
import type { TopicSettings } from "../../schemas/topics.ts";
import type { GroupState } from "../following/leases.ts";
import { noTopic } from "../topic-names.ts";
import { damage, explain, tooNew } from "./failures.ts";
import { checkFile } from "./file-check.ts";
import { openToRead } from "./open-to-read.ts";

/** The format of the file that this version writes, and the newest that it reads. */
const formatVersion = 1;

const fileName = "events.mdb";
/** Address space, not disk: the file grows as it is written, and the map with it beyond this. */
const mapBytes = 64 * 2 ** 30;
const mostDatabases = 4_096;
const mostReaders = 1_024;

/** Where a partition begins and ends, and how many bytes it holds. */
export interface StoredExtent {
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
}

/** A topic as the file describes it. */
export interface StoredTopic extends TopicSettings {
  readonly partitions: number;
}

/** A topic with its parts of the file. */
export interface TopicHandle {
  readonly name: string;
  /** The entries of each partition by offset. */
  readonly entries: readonly Database<Buffer, number>[];
  /** The ids of all entries that are kept. */
  readonly ids: Database<Buffer, string>;
}

/** The parts of one log file. What it returns of LMDB's is only valid within one turn of the event loop. */
export class LogDatabase {
  readonly folder: string;
  readonly root: RootDatabase<Buffer, string>;
  readonly #isReadOnly: boolean;
  readonly #meta: Database<unknown, (string | number)[]>;
  readonly #topics = new Map<string, TopicHandle>();

  private constructor(folder: string, root: RootDatabase<Buffer, string>, isReadOnly: boolean) {
    this.folder = folder;
    this.root = root;
    this.#isReadOnly = isReadOnly;
    this.#meta = root.openDB<unknown, (string | number)[]>("meta", { encoding: "json" });
  }

  /** Opens the log in a folder and makes it where there is none, unless it is only to be read. Throws FOLDER_UNWRITABLE, DATA_TOO_NEW, DATA_DAMAGED. */
  static async open(folder: string, isReadOnly = false): Promise<LogDatabase> {
    try {
      if (!isReadOnly) mkdirSync(folder, { recursive: true });
      const path = join(folder, fileName);
      checkFile(path, folder);
      const options: RootDatabaseOptionsWithPath = {
        path,
        noSubdir: true,
        encoding: "binary",
        mapSize: mapBytes,
        maxDbs: mostDatabases,
        maxReaders: mostReaders,
        // Plain LMDB: a commit returns after data and then meta page are on disk, within the writer's lock.
        overlappingSync: false,
      };
      const root = isReadOnly
        ? await openToRead<Buffer, string>(options)
        : // a transaction for writing that could not begin can't be closed either: `explain` has a sentence
          open<Buffer, string>(options);
      return new LogDatabase(folder, root, isReadOnly);
    } catch (error) {
      throw explain(error, folder);
    }
  }

  /** Writes the format into a new file, checks it in an old one. */
  checkFormat(): void {
    const found = this.#meta.get(["format"]);
    if (found === undefined) this.root.transactionSync(() => this.#meta.putSync(["format"], formatVersion));
    else if (typeof found !== "number" || found > formatVersion) throw tooNew(this.folder, found, formatVersion);
  }

  topicNames(): string[] {
    const names = [...this.#meta.getKeys({ start: ["topic"], end: ["topic", top] })].map((key) => String(key[1]));
    this.freshen();
    return names;
  }

  settings(topic: string): StoredTopic | undefined {
    return this.#meta.get(["topic", topic]) as StoredTopic | undefined;
  }

  putSettings(topic: string, settings: StoredTopic): void {
    this.#meta.putSync(["topic", topic], settings);
  }

  /** The parts of a topic. Throws LOG_UNAVAILABLE for a topic that was never made. Not to be called first inside a transaction. */
  topic(name: string): TopicHandle {
    const known = this.#topics.get(name);
    if (known !== undefined) return known;
    const settings = this.settings(name);
    if (settings === undefined) throw noTopic(name);
    const open = () => this.#open(name, settings.partitions);
    const handle = this.#isReadOnly ? open() : this.root.transactionSync(open);
    this.#topics.set(name, handle);
    return handle;
  }

  #open(name: string, partitions: number): TopicHandle {
    const entries = Array.from({ length: partitions }, (_, partition) =>
      this.root.openDB<Buffer, number>(`entries/${name}/${partition}`, { encoding: "binary" }),
    );
    return { name, entries, ids: this.root.openDB<Buffer, string>(`ids/${name}`, { encoding: "binary" }) };
  }

  extent(topic: string, partition: number): StoredExtent {
    return (this.#meta.get(["extent", topic, partition]) as StoredExtent | undefined) ?? { start: 0, end: 0, bytes: 0 };
  }

  putExtent(topic: string, partition: number, extent: StoredExtent): void {
    this.#meta.putSync(["extent", topic, partition], extent);
  }

  group(topic: string, group: string): GroupState | undefined {
    return this.#meta.get(["group", topic, group]) as GroupState | undefined;
  }

  putGroup(topic: string, group: string, state: GroupState): void {
    this.#meta.putSync(["group", topic, group], state);
  }

  /** The next offset of a group by partition, null where it has not begun. */
  committed(topic: string, group: string): readonly (number | null)[] {
    return (this.#meta.get(["committed", topic, group]) as (number | null)[] | undefined) ?? [];
  }

  putCommitted(topic: string, group: string, offsets: readonly (number | null)[]): void {
    this.#meta.putSync(["committed", topic, group], offsets);
  }

  /** The offset before which no group that has committed on the topic has anything left to read; Infinity without groups. */
  readByAll(topic: string, partition: number): number {
    const range = this.#meta.getRange({ start: ["committed", topic], end: ["committed", topic, top] });
    const offsets = [...range].map(({ value }) => (value as (number | null)[])[partition] ?? 0);
    return Math.min(Number.POSITIVE_INFINITY, ...offsets);
  }

  /** What a partition was like at its last compaction, as one string. */
  compacted(topic: string, partition: number): unknown {
    return this.#meta.get(["compacted", topic, partition]);
  }

  putCompacted(topic: string, partition: number, mark: string): void {
    this.#meta.putSync(["compacted", topic, partition], mark);
  }

  /** Lets go of the snapshot that was read last, so that the next reading sees what others wrote, and no page is held back. */
  freshen(): void {
    this.root.resetReadTxn();
  }

  async close(): Promise<void> {
    await this.root.close();
  }

  /** Says that an entry can't be read back. */
  damage(what: string): Error {
    return damage(this.folder, what);
  }
}

/** Sorts after every name. */
const top = "\u{10ffff}";
