import { setMaxListeners } from "node:events";
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
import { checkTopicName } from "../topic-names.ts";
import { Appending } from "./appending.ts";
import { type KafkaClient, openKafkaClient } from "./client.ts";
import { countEvents } from "./count-events.ts";
import { fitting } from "./fitting.ts";
import { Member } from "./following.ts";
import type { GroupEvent } from "./group-event.ts";
import { Placing } from "./placing.ts";
import { readRange } from "./reading.ts";
import type { KafkaSettings } from "./settings.ts";
import { committed, createTopics, extents, lag } from "./topics.ts";

/** Which cluster a log is on, and who is told what happens there. */
export interface KafkaLogOptions {
  readonly settings: KafkaSettings;
  readonly clock?: Clock;
  /** Told what happens to the members of groups, to be counted. */
  readonly onEvent?: (event: GroupEvent) => void;
  /** Told what a person should know but nothing stops for: a broker that can't be reached for a while. */
  readonly notice?: (sentence: string) => void;
}

/**
 * Opens the log on a Kafka cluster, which any number of processes share. Offsets rise but leave gaps where transactions end; retention and
 * compaction are the brokers' own. Throws LOG_UNAVAILABLE when the cluster can't be reached.
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  const { settings, clock = systemClock, onEvent = () => undefined, notice } = options;
  const client = openKafkaClient(settings, { clock, ...(notice && { notice }) });
  try {
    await client.admin();
  } catch (error) {
    await client.close();
    throw error;
  }
  return new KafkaLog(client, onEvent);
}

class KafkaLog implements EventLog {
  readonly delivery: EventLog["delivery"];
  readonly #client: KafkaClient;
  readonly #placing: Placing;
  readonly #appending: Appending;
  readonly #onEvent: (event: GroupEvent) => void;
  readonly #counts = countEvents();
  readonly #closing = new AbortController();
  readonly #open = new Set<Promise<unknown>>();

  constructor(client: KafkaClient, onEvent: (event: GroupEvent) => void) {
    this.delivery = client.settings.delivery;
    this.#client = client;
    this.#onEvent = (event) => {
      this.#counts.note(event);
      onEvent(event);
    };
    this.#placing = new Placing(client);
    this.#appending = new Appending(client, this.#placing);
    setMaxListeners(0, this.#closing.signal);
  }

  async createTopics(topics: Readonly<Record<string, TopicSettings>>): Promise<void> {
    for (const name of Object.keys(topics)) checkTopicName(name);
    await this.#use(() => createTopics(this.#client, topics));
  }

  async append(writes: readonly Write[]): Promise<Appended> {
    return await this.#use(() => this.#appending.append(writes));
  }

  async *read(topic: string, range: Range = {}): AsyncGenerator<readonly Entry[]> {
    this.#checkOpen();
    for await (const entries of readRange(this.#client, topic, range)) {
      yield entries;
      this.#checkOpen();
    }
  }

  async follow(topic: string, group: string, handle: BatchHandler, options: FollowOptions): Promise<void> {
    const appendOnce = (writes: readonly Write[]) => this.#appending.append(writes);
    const assignment = {
      client: this.#client,
      topic,
      group,
      handle: async (entries: readonly Entry[]) => fitting(this.#client, this.#placing, await handle(entries)),
      options,
      onEvent: this.#onEvent,
      appendOnce,
    };
    const signals = [options.signal, this.#closing.signal];
    await this.#use(() => new Member(assignment, this.#placing).run(signals));
  }

  async extents(topic: string): Promise<readonly Extent[]> {
    return await this.#use(() => extents(this.#client, topic));
  }

  async committed(topic: string, group: string): Promise<readonly (number | undefined)[]> {
    return await this.#use(() => committed(this.#client, topic, group));
  }

  async lag(topic: string, group: string, positions?: readonly (number | undefined)[]): Promise<readonly number[]> {
    return await this.#use(() => lag(this.#client, topic, group, positions));
  }

  figures(): LogFigures {
    return this.#counts.figures();
  }

  async maintain(): Promise<void> {
    this.#checkOpen();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled(this.#open);
    await this.#appending.close();
    await this.#client.close();
  }

  /** Runs something that `close` waits for. */
  async #use<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#checkOpen();
    const running = work();
    this.#open.add(running);
    try {
      return await running;
    } finally {
      this.#open.delete(running);
    }
  }

  #checkOpen(): void {
    if (this.#closing.signal.aborted) throw new Error("the event log is closed");
  }
}
