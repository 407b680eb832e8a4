import { randomUUID } from "node:crypto";
import type { Producer } from "kafkajs";
import type { Appended, Write } from "../event-log.ts";
import type { KafkaClient } from "./client.ts";
import { OnceOnly } from "./once-only.ts";
import type { PlacedWrite, Placing } from "./placing.ts";
import { connectProducer, sendAll, TransactionalProducer } from "./producers.ts";
import { untilReadable } from "./readable.ts";
import { isOneSend } from "./sends.ts";
import { explainWriting } from "./too-large.ts";

interface Call {
  readonly writes: readonly PlacedWrite[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Appends for one log. Calls that come while another is on its way to the brokers go together with the next one. */
export class Appending {
  readonly #client: KafkaClient;
  readonly #placing: Placing;
  readonly #onceOnly: OnceOnly;
  readonly #waiting: Call[] = [];
  #working: Promise<void> | undefined;
  #plain: Producer | undefined;
  #transactional: TransactionalProducer | undefined;

  constructor(client: KafkaClient, placing: Placing) {
    this.#client = client;
    this.#placing = placing;
    this.#onceOnly = new OnceOnly(client);
  }

  /** Appends all of the writes or none; resolves once every replica in sync has them. */
  async append(writes: readonly Write[]): Promise<Appended> {
    const placed = await this.#placing.place(writes);
    if (placed.length === 0) return { appended: 0, skipped: 0, skippedAt: [] };
    try {
      if (writes.some(({ id }) => id !== undefined)) return await this.#onceOnly.append(placed);
      await this.#enqueue(placed);
      return { appended: writes.length, skipped: 0, skippedAt: [] };
    } catch (error) {
      throw await explainWriting(this.#client, error, placed);
    }
  }

  async close(): Promise<void> {
    await this.#working;
    await this.#drop();
    await this.#onceOnly.close();
  }

  #enqueue(writes: readonly PlacedWrite[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ writes, resolve, reject });
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const calls = this.#nextCalls();
      try {
        await this.#write(calls);
        for (const { resolve } of calls) resolve();
      } catch (error) {
        await this.#drop();
        for (const { reject } of calls) reject(error);
      }
    }
  }

  /** The first that waits, with as many more as one request could carry. */
  #nextCalls(): readonly Call[] {
    const calls = this.#waiting.splice(0, 1);
    let writes = calls[0]!.writes;
    for (; this.#waiting.length > 0; calls.push(this.#waiting.shift()!)) {
      writes = [...writes, ...this.#waiting[0]!.writes];
      if (!isOneSend(writes)) break;
    }
    return calls;
  }

  /** A batch of records for one partition is kept whole or not at all; anything else needs a transaction. */
  async #write(calls: readonly Call[]): Promise<void> {
    const writes = calls.flatMap((call) => call.writes);
    if (calls.every((call) => isOneBatch(call.writes))) {
      this.#plain ??= await connectProducer(this.#client);
      await sendAll(this.#client, this.#plain, writes);
    } else {
      this.#transactional ??= await TransactionalProducer.take(
        this.#client,
        this.#client.named(`append-${randomUUID()}`),
      );
      await untilReadable(this.#client, await this.#transactional.commit(writes));
    }
  }

  /** After a failure kafkajs may be in the middle of something: the next append begins with new producers. */
  async #drop(): Promise<void> {
    const [plain, transactional] = [this.#plain, this.#transactional];
    this.#plain = undefined;
    this.#transactional = undefined;
    await Promise.all([plain?.disconnect(), transactional?.close()]);
  }
}

function isOneBatch(writes: readonly PlacedWrite[]): boolean {
  const [first] = writes;
  return (
    writes.length === 1 ||
    (isOneSend(writes) &&
      writes.every(({ topic, partition }) => topic === first!.topic && partition === first!.partition))
  );
}
