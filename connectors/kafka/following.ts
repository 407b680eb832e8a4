import { setMaxListeners } from "node:events";
import type { Consumer, EachBatchPayload } from "kafkajs";
import { TwinstreamError } from "../../schemas/errors.ts";
import { coordinatorFault } from "./coordinator.ts";
import { groupName } from "./group-name.ts";
import { type Assignment, fetchBytes, PartitionWork, type Steering } from "./partition-work.ts";
import { type PartitionWriter, RepeatingWriter, TransactionalWriter } from "./partition-writer.ts";
import { isPassing, kindOf } from "./patience.ts";
import type { Placing } from "./placing.ts";
import { stickyAssigner } from "./sticky-assigner.ts";
import { Trouble } from "./trouble.ts";

/** How long a broker may keep a fetch open: as long may leaving a group take, and going on with a partition that was not fetched for a while. */
const longPollMs = 200;
/** At most about so many bytes come with one fetch from a broker. */
const requestBytes = 16 * 2 ** 20;
const rejoinMs = 1_000;
/** Where another member came or went just while the partitions were shared out, which is at once begun anew; some six seconds in all. */
const rejoining = { initialRetryTime: 10, factor: 0, retries: 12 };
const leaveWithinMs = 5_000;

/**
 * One follow call: a member of a consumer group. kafkajs keeps the membership up and fetches; it never waits for a handler, so that
 * heartbeats go on however long one takes. Each partition is worked on by itself.
 */
export class Member implements Steering {
  readonly #assignment: Assignment;
  readonly #placing: Placing;
  readonly #topic: string;
  readonly #groupId: string;
  readonly #works = new Map<number, PartitionWork>();
  /** Of each partition the last work that was begun: the next one waits for it. */
  readonly #begun = new Map<number, Promise<void>>();
  readonly #ending = new AbortController();
  /** As whom it is in the group, and how often it has asked to join since it last did. */
  #memberId: string | undefined;
  #asked = 0;
  #consumer: Consumer | undefined;
  #failure: { readonly error: unknown } | undefined;
  /** Outages end when the group is joined; another fault, a batch that can't be read for one, comes back after each joining. */
  readonly #outages = new Trouble();
  readonly #faults = new Trouble();

  constructor(assignment: Assignment, placing: Placing) {
    const { client, topic, group } = assignment;
    this.#assignment = assignment;
    this.#placing = placing;
    this.#topic = client.named(topic);
    this.#groupId = client.named(groupName(topic, group));
    setMaxListeners(0, this.#ending.signal);
  }

  /** Follows until one of the signals aborts or something fails; then finishes the batches in hand and leaves the group. */
  async run(signals: readonly AbortSignal[]): Promise<void> {
    await this.#placing.partitions(this.#assignment.topic);
    const end = () => this.#end();
    setMaxListeners(0, ...signals);
    for (const signal of signals) signal.addEventListener("abort", end);
    if (signals.some((signal) => signal.aborted)) end();
    try {
      while (!this.#ending.signal.aborted) await this.#takePart();
    } finally {
      for (const signal of signals) signal.removeEventListener("abort", end);
      await this.#allOver();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  seek(partition: number, offset: number): void {
    this.#steer((consumer) => consumer.seek({ topic: this.#topic, partition, offset: String(offset) }));
  }

  pause(partition: number): void {
    this.#steer((consumer) => consumer.pause([{ topic: this.#topic, partitions: [partition] }]));
  }

  resume(partition: number): void {
    this.#steer((consumer) => consumer.resume([{ topic: this.#topic, partitions: [partition] }]));
  }

  /** Is in the group until it is over, or until kafkajs gives up; then joins anew. */
  async #takePart(): Promise<void> {
    const sessionMs = this.#assignment.client.session.timeoutMs;
    const consumer = this.#makeConsumer(sessionMs);
    try {
      const crash = new Promise<never>((_, reject) => {
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      });
      const isOver = this.#untilOver();
      await Promise.race([this.#join(consumer), crash]);
      await Promise.race([isOver, crash]);
    } catch (error) {
      await this.#outlast(error, sessionMs);
    } finally {
      this.#consumer = undefined;
      await this.#leave(consumer);
    }
  }

  /** Where the broker doesn't answer, the group learns by the session's end that this member is gone. */
  async #leave(consumer: Consumer): Promise<void> {
    const over = new AbortController();
    // What kafkajs can't close any more is closed already.
    const left = consumer.disconnect().catch(() => undefined);
    await Promise.race([left, this.#assignment.client.clock.wait(leaveWithinMs, over.signal)]);
    over.abort();
  }

  #makeConsumer(sessionMs: number): Consumer {
    const { kafka, settings } = this.#assignment.client;
    return kafka.consumer({
      groupId: this.#groupId,
      partitionAssigners: [stickyAssigner(() => this.#held())],
      sessionTimeout: sessionMs,
      rebalanceTimeout: sessionMs,
      heartbeatInterval: settings.heartbeatMs,
      maxWaitTimeInMs: longPollMs,
      maxBytesPerPartition: fetchBytes,
      maxBytes: requestBytes,
      allowAutoTopicCreation: false,
      // It would join anew behind our back, even after it was told to disconnect.
      retry: { ...rejoining, restartOnFailure: async () => false },
    });
  }

  async #join(consumer: Consumer): Promise<void> {
    const { onEvent, topic, group } = this.#assignment;
    const { GROUP_JOIN, REBALANCING } = consumer.events;
    consumer.on(REBALANCING, () => onEvent({ kind: "rebalancing", topic, group }));
    consumer.on(GROUP_JOIN, ({ payload }) => {
      // One that was left behind, because it took too long to leave, may still join for a moment.
      if (this.#consumer !== consumer) return;
      this.#adopt(payload.memberAssignment[this.#topic] ?? [], this.#isUnbroken(payload.memberId));
      onEvent({ kind: "joined", topic, group });
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [this.#topic], fromBeginning: true });
    this.#consumer = consumer;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.#receive(payload),
    });
  }

  /** Asked at each attempt to join. */
  #held(): readonly number[] {
    this.#asked += 1;
    return [...this.#works.keys()];
  }

  /** Whether nobody can have had its partitions in between: the same member is in the next generation of the group, which it joined at the first attempt. */
  #isUnbroken(memberId: string): boolean {
    const isUnbroken = this.#memberId === memberId && this.#asked === 1;
    this.#memberId = memberId;
    this.#asked = 0;
    return isUnbroken;
  }

  /**
   * Begins to work on what is new, and gives up what is lost. Work in transactions goes on over any joining: had another member had the
   * partition in between, it would have fenced this one. Other work doesn't see that, and begins anew unless that can't be.
   */
  #adopt(partitions: readonly number[], isUnbroken: boolean): void {
    this.#outages.succeeded();
    for (const [partition, work] of this.#works) {
      if (partitions.includes(partition) && (isUnbroken || this.#isFenced)) continue;
      work.lose();
      this.#works.delete(partition);
    }
    if (this.#ending.signal.aborted) return;
    for (const partition of partitions) {
      const work = this.#works.get(partition);
      if (work === undefined) this.#begin(partition);
      else work.attach();
    }
  }

  get #isFenced(): boolean {
    const { client, options } = this.#assignment;
    return client.settings.delivery === "exactly-once" && options.startAt === undefined;
  }

  #begin(partition: number): void {
    const work = new PartitionWork(this.#assignment, partition, this.#makeWriter(partition), this);
    this.#works.set(partition, work);
    work.begin(this.#begun.get(partition), (error) => this.#fail(error));
    this.#begun.set(partition, work.done);
  }

  #makeWriter(partition: number): PartitionWriter {
    const { client } = this.#assignment;
    const place = { client, placing: this.#placing, groupId: this.#groupId, topic: this.#topic, partition };
    const isTransactional = client.settings.delivery === "exactly-once";
    return isTransactional ? new TransactionalWriter(place) : new RepeatingWriter(place, () => this.#consumer);
  }

  #receive({ batch, isStale, resolveOffset }: EachBatchPayload): void {
    const work = this.#works.get(batch.partition);
    if (work === undefined || isStale()) return;
    // kafkajs knows where it fetched from, but doesn't say so in its types.
    const { fetchedOffset } = batch as unknown as { readonly fetchedOffset: string };
    const end = Number(batch.lastOffset()) + 1;
    if (work.receive(Number(fetchedOffset), batch.messages, end)) resolveOffset(batch.messages.at(-1)!.offset);
  }

  #steer(how: (consumer: Consumer) => void): void {
    if (this.#consumer === undefined) return;
    try {
      how(this.#consumer);
    } catch (error) {
      // kafkajs has just left the group; what was asked for is asked for again after the next joining.
      if ((error as Error).name !== "KafkaJSNonRetriableError") throw error;
    }
  }

  async #outlast(thrown: unknown, sessionMs: number): Promise<void> {
    const { client, topic, group } = this.#assignment;
    const subject = { topic, group: groupName(topic, group) };
    const error = await coordinatorFault(client, thrown, subject);
    if (kindOf(error) === "INVALID_SESSION_TIMEOUT" && client.session.lengthen(sessionMs)) return;
    const trouble = isPassing(error) ? this.#outages : this.#faults;
    const lastedMs = trouble.failed(client.clock.now());
    const explained = client.explain(error, subject);
    if (trouble.isHopeless(error, lastedMs)) return this.#fail(explained);
    const isTold = explained instanceof TwinstreamError && trouble.isWorthTelling(error, lastedMs);
    if (isTold) client.notice(explained.message);
    await client.clock.wait(rejoinMs, this.#ending.signal);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#end();
  }

  #end(): void {
    this.#ending.abort();
    for (const work of this.#works.values()) work.end();
  }

  async #untilOver(): Promise<void> {
    const { signal } = this.#ending;
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await this.#allOver();
  }

  async #allOver(): Promise<void> {
    await Promise.all(this.#begun.values());
  }
}
