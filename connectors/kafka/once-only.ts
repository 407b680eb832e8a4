import { randomInt } from "node:crypto";
import type { Appended } from "../event-log.ts";
import type { KafkaClient } from "./client.ts";
import { KnownIds } from "./known-ids.ts";
import type { PlacedWrite } from "./placing.ts";
import { isFenced, TransactionalProducer } from "./producers.ts";
import { untilReadable } from "./readable.ts";
import { offsetsOf } from "./sends.ts";

const mostFenced = 12;
const shortestWaitMs = 20;
const longestWaitMs = 2_000;

/**
 * Appends writes that carry an id, each id once to its topic. Kafka knows nothing of ids, so they travel in a header, and all that carry
 * one are written under a single transactional id: whoever holds it has read the ids that its topics keep, and nobody else can add to them
 * unnoticed, because that would take the transactional id away. Being fenced means: read on what another wrote, and try again. The first
 * use of a topic reads all of it that is retained.
 */
export class OnceOnly {
  readonly #client: KafkaClient;
  readonly #known = new Map<string, KnownIds>();
  /** Topics whose ids are all known, for as long as the transactional id is held. */
  readonly #isCurrent = new Set<string>();
  #producer: TransactionalProducer | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: KafkaClient) {
    this.#client = client;
  }

  /** Appends what is new, all or none; calls take their turn. */
  append(writes: readonly PlacedWrite[]): Promise<Appended> {
    const appended = this.#last.then(() => this.#appendNew(writes));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#drop();
  }

  async #appendNew(writes: readonly PlacedWrite[]): Promise<Appended> {
    for (let fenced = 0; ; fenced++) {
      try {
        return await this.#attempt(writes);
      } catch (error) {
        await this.#drop();
        if (!isFenced(error) || fenced >= mostFenced) throw error;
        // A random wait, or two processes would go on fencing each other.
        await this.#client.clock.wait(randomInt(Math.min(longestWaitMs, shortestWaitMs * 2 ** fenced)));
      }
    }
  }

  async #attempt(writes: readonly PlacedWrite[]): Promise<Appended> {
    this.#producer ??= await TransactionalProducer.take(this.#client, this.#client.named("append"));
    const topics = new Set(writes.filter(({ write }) => write.id !== undefined).map(({ write }) => write.topic));
    for (const topic of topics) await this.#learn(topic);
    const fresh = await this.#freshOf(writes);
    if (fresh.length > 0) {
      const sent = await this.#producer.commit(fresh);
      for (const { write, partition, offset } of offsetsOf(sent)) {
        if (write.id !== undefined) this.#known.get(write.topic)!.add(partition, offset, write.id);
      }
      await untilReadable(this.#client, sent);
    }
    const isFresh = new Set(fresh);
    const skippedAt = writes.flatMap((write, place) => (isFresh.has(write) ? [] : [place]));
    return { appended: fresh.length, skipped: skippedAt.length, skippedAt };
  }

  /** After the transactional id was taken: what is read now is all that there will be. */
  async #learn(topic: string): Promise<void> {
    if (this.#isCurrent.has(topic)) return;
    const known = this.#known.get(topic) ?? new KnownIds(this.#client, topic);
    this.#known.set(topic, known);
    await known.readOn();
    this.#isCurrent.add(topic);
  }

  /** The writes whose id is new, the first of each. An id that seems known is looked at again: retention may have taken its record. */
  async #freshOf(writes: readonly PlacedWrite[]): Promise<readonly PlacedWrite[]> {
    const repeated = writes.filter(({ write }) => this.#isKnown(write.topic, write.id));
    for (const topic of new Set(repeated.map(({ write }) => write.topic))) await this.#known.get(topic)!.forget();
    const seen = new Set<string>();
    return writes.filter(({ write: { topic, id } }) => {
      if (id === undefined) return true;
      const key = JSON.stringify([topic, id]);
      if (seen.has(key) || this.#isKnown(topic, id)) return false;
      seen.add(key);
      return true;
    });
  }

  #isKnown(topic: string, id: string | undefined): boolean {
    return id !== undefined && this.#known.get(topic)!.has(id);
  }

  async #drop(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    this.#isCurrent.clear();
    await producer?.close();
  }
}
