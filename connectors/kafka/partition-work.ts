import { TwinstreamError } from "../../schemas/errors.ts";
import type { BatchHandler, Entry, FollowOptions, Write } from "../event-log.ts";
import type { BatchLimits } from "../following/follow-store.ts";
import type { KafkaClient } from "./client.ts";
import { coordinatorFault } from "./coordinator.ts";
import { entryOf, type KafkaRecord } from "./entry.ts";
import { EntryBuffer } from "./entry-buffer.ts";
import type { GroupEvent } from "./group-event.ts";
import { groupName } from "./group-name.ts";
import type { PartitionWriter } from "./partition-writer.ts";
import { isFenced } from "./producers.ts";
import type { Subject } from "./sentences.ts";
import { committed, extents } from "./topics.ts";
import { Trouble } from "./trouble.ts";

/** What a member follows, and how. */
export interface Assignment {
  readonly client: KafkaClient;
  readonly topic: string;
  readonly group: string;
  readonly handle: BatchHandler;
  readonly options: FollowOptions;
  readonly onEvent: (event: GroupEvent) => void;
  /** Appends writes that carry an id, each id once to its topic. */
  readonly appendOnce: (writes: readonly Write[]) => Promise<unknown>;
}

/** Where the fetching of a partition goes on; nothing happens while no group is joined. */
export interface Steering {
  seek(partition: number, offset: number): void;
  pause(partition: number): void;
  resume(partition: number): void;
}

/** What Kafka, or the way to it, failed with. */
interface Failure {
  readonly error: unknown;
  /** What was asked of it. */
  readonly subject: Subject;
}

function isFailure(made: unknown): made is Failure {
  return typeof made === "object" && made !== null && "error" in made && "subject" in made;
}

/** At most so many bytes of a partition come with one fetch, unless a single batch of records is larger. */
export const fetchBytes = 4 * 2 ** 20;

const shortestWaitMs = 50;
const longestWaitMs = 5_000;

/** The work of one member on one partition: takes it over, then hands batch after batch to the handler and commits them. */
export class PartitionWork {
  readonly #assignment: Assignment;
  readonly #partition: number;
  readonly #writer: PartitionWriter;
  readonly #steering: Steering;
  readonly #limits: BatchLimits;
  /** Undefined until the partition is taken over. */
  #buffer: EntryBuffer | undefined;
  #gapAt: number | undefined;
  #isPaused = false;
  #isEnding = false;
  #isLost = false;
  #change = new AbortController();
  readonly #trouble = new Trouble();
  /** The furthest position that was committed here. */
  #furthest = -1;
  #done: Promise<void> = Promise.resolve();

  constructor(assignment: Assignment, partition: number, writer: PartitionWriter, steering: Steering) {
    const { maxEntries = 1_000, maxBytes = 8 * 2 ** 20 } = assignment.options;
    this.#assignment = assignment;
    this.#partition = partition;
    this.#writer = writer;
    this.#steering = steering;
    this.#limits = { maxEntries, maxBytes };
  }

  /** Settled once the work is over; never rejected. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Starts to work once the work before it on the same partition is over; `fail` is told what the handler, or Kafka for good, has thrown. */
  begin(before: Promise<void> | undefined, fail: (error: unknown) => void): void {
    this.attach();
    this.#done = this.#work(before).catch((error: unknown) => {
      // What a handler makes of a partition that is another's by now is of no interest.
      if (!this.#isLost) fail(error);
    });
  }

  /** Asks the work to end after the batch in hand. */
  end(): void {
    this.#isEnding = true;
    this.#change.abort();
  }

  /** The partition is another member's now: nothing more is committed, not even the batch in hand. */
  lose(): void {
    this.#isLost = true;
    this.#change.abort();
  }

  /** After each joining of the group: has the partition fetched from where it stands here. */
  attach(): void {
    if (this.#isLost) return;
    if (this.#buffer !== undefined) this.#steering.seek(this.#partition, this.#buffer.end);
    if (this.#buffer === undefined || this.#isPaused) this.#steering.pause(this.#partition);
    else this.#steering.resume(this.#partition);
  }

  /** Takes what was fetched from an offset up to another; false where it can't be used. */
  receive(from: number, records: readonly KafkaRecord[], end: number): boolean {
    const buffer = this.#buffer;
    if (buffer === undefined || this.#isOver) return false;
    if (from > buffer.end && from !== this.#gapAt) {
      // Nothing to be shown stands in between, or retention took it: then the same place comes again.
      this.#gapAt = from;
      this.#steering.seek(this.#partition, buffer.end);
      return false;
    }
    buffer.add(records, end);
    this.#isPaused = buffer.weight >= this.#plenty;
    if (this.#isPaused) this.#steering.pause(this.#partition);
    this.#change.abort();
    return true;
  }

  get #isOver(): boolean {
    return this.#isEnding || this.#isLost;
  }

  /** Above this nothing more is fetched, below half of it again. */
  get #plenty(): number {
    return Math.max(fetchBytes, this.#limits.maxBytes);
  }

  async #work(before: Promise<void> | undefined): Promise<void> {
    await before;
    try {
      while (!this.#isOver) {
        const failure = await this.#untilFailure();
        if (failure !== undefined) await this.#outlast(failure);
      }
    } finally {
      await this.#writer.close();
    }
  }

  /** Works until the end or until Kafka fails; what the handler throws is thrown. */
  async #untilFailure(): Promise<Failure | undefined> {
    return (await this.#takeOver()) ?? (await this.#workOn());
  }

  async #takeOver(): Promise<Failure | undefined> {
    this.#buffer = undefined;
    this.#steering.pause(this.#partition);
    const { topic, group } = this.#assignment;
    const name = groupName(topic, group);
    const failure = await this.#attempt({ transactionalId: `${name}-${this.#partition}` }, () => this.#writer.take());
    if (failure !== undefined) return failure;
    const { startAt } = this.#assignment.options;
    const asked = await this.#unlessLogFails(async () => startAt?.(this.#partition));
    if (isFailure(asked)) return asked;
    return this.#attempt({ topic, group: name }, async () => this.#startFrom(asked ?? (await this.#position())));
  }

  async #workOn(): Promise<Failure | undefined> {
    for (;;) {
      const entries = await this.#nextBatch();
      if (entries.length === 0) return undefined;
      const writes = await this.#unlessLogFails(() => this.#assignment.handle(entries));
      if (isFailure(writes)) return writes;
      if (this.#isLost) return undefined;
      const next = this.#buffer!.isEmpty ? this.#buffer!.end : entries.at(-1)!.offset + 1;
      const subject = { topic: writes[0]?.topic ?? this.#assignment.topic, operation: "Write" } as const;
      const failure = await this.#attempt(subject, () => this.#commit(writes, next));
      if (failure !== undefined) return failure;
      // Where a follower goes back, what it does again is no sign that it will come past what it failed at.
      if (next > this.#furthest) this.#trouble.succeeded();
      this.#furthest = Math.max(this.#furthest, next);
      this.#tell("committed");
    }
  }

  /**
   * What carries an id goes before the rest, because the transaction that can tell whether the id is new is another one. Between the two
   * a crash repeats the batch, and then those are left out.
   */
  async #commit(writes: readonly Write[], next: number): Promise<void> {
    const identified = writes.filter(({ id }) => id !== undefined);
    if (identified.length > 0) await this.#assignment.appendOnce(identified);
    await this.#writer.commit(
      writes.filter(({ id }) => id === undefined),
      next,
    );
  }

  /** What a follower makes; that the log fails while it is asked something is as passing as any other trouble with Kafka. */
  async #unlessLogFails<Made>(make: () => Promise<Made>): Promise<Made | Failure> {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof TwinstreamError) || error.code !== "LOG_UNAVAILABLE") throw error;
      return { error, subject: {} };
    }
  }

  async #attempt(subject: Subject, step: () => Promise<void>): Promise<Failure | undefined> {
    try {
      await step();
    } catch (error) {
      return { error, subject };
    }
  }

  /** What the group committed; read after the writer was taken, so that no other member can still change it. */
  async #position(): Promise<number> {
    const { client, topic, group } = this.#assignment;
    const position = (await committed(client, topic, group))[this.#partition];
    return position ?? (await extents(client, topic))[this.#partition]!.start;
  }

  #startFrom(offset: number): void {
    this.#buffer = new EntryBuffer(offset);
    this.#gapAt = undefined;
    this.#isPaused = false;
    this.attach();
  }

  /** The next batch; empty only when the work is over. */
  async #nextBatch(): Promise<readonly Entry[]> {
    const buffer = this.#buffer!;
    const { topic, options } = this.#assignment;
    await this.#until(() => !buffer.isEmpty);
    await this.#until(() => buffer.isFull(this.#limits), options.lingerMs ?? 0);
    if (this.#isOver) return [];
    const records = buffer.take(this.#limits);
    if (this.#isPaused && buffer.weight < this.#plenty / 2) {
      this.#isPaused = false;
      this.#steering.resume(this.#partition);
    }
    return records.map((record) => entryOf(topic, this.#partition, record));
  }

  /** Waits until something holds, the time is over, or the work is. */
  async #until(holds: () => boolean, ms = Number.POSITIVE_INFINITY): Promise<void> {
    const { clock } = this.#assignment.client;
    const deadline = clock.now() + ms;
    for (let left = ms; left > 0 && !this.#isOver && !holds(); left = deadline - clock.now()) {
      this.#change = new AbortController();
      await clock.wait(left, this.#change.signal);
    }
  }

  /** Waits before the next attempt, or throws when there is no use in one. */
  async #outlast({ error: thrown, subject }: Failure): Promise<void> {
    if (this.#isLost) return;
    const { client } = this.#assignment;
    const error = await coordinatorFault(client, thrown, subject);
    const lastedMs = this.#trouble.failed(client.clock.now());
    const explained = client.explain(error, subject);
    this.#tell(isFenced(error) ? "fenced" : "aborted");
    if (this.#trouble.isHopeless(error, lastedMs)) throw explained;
    const isTold = explained instanceof TwinstreamError && this.#trouble.isWorthTelling(error, lastedMs);
    if (isTold) client.notice(explained.message);
    // Who was fenced learns with the next heartbeat whether it is still of the group, and only then takes the partition again.
    const heartbeatMs = isFenced(error) ? 1.5 * client.settings.heartbeatMs : 0;
    await this.#until(() => false, Math.max(heartbeatMs, Math.min(longestWaitMs, shortestWaitMs + lastedMs)));
  }

  #tell(kind: GroupEvent["kind"]): void {
    const { topic, group, onEvent } = this.#assignment;
    onEvent({ kind, topic, group, partition: this.#partition });
  }
}
