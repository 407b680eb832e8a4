import type { BatchHandler, Entry, FollowOptions } from "../event-log.ts";
import type { BatchLimits } from "./follow-store.ts";
import type { Following } from "./following.ts";
import type { Claim } from "./leases.ts";

const shortestPollMs = 2;

/** The name under which those who wait for new entries of a topic are woken. */
export function topicBell(topic: string): string {
  return `topic ${topic}`;
}

/** The work of one member on one partition, for as long as its lease lasts. */
export class Tenure {
  readonly claim: Claim;
  readonly #following: Following;
  readonly #handle: BatchHandler;
  readonly #options: FollowOptions;
  readonly #limits: BatchLimits;
  readonly #ending = new AbortController();
  #done: Promise<void> = Promise.resolve();
  #isLost = false;
  #commits = 0;

  constructor(following: Following, claim: Claim, handle: BatchHandler, options: FollowOptions) {
    this.claim = claim;
    this.#following = following;
    this.#handle = handle;
    this.#options = options;
    this.#limits = { maxEntries: options.maxEntries ?? 1_000, maxBytes: options.maxBytes ?? 8 * 2 ** 20 };
  }

  /** Whether the last batch was dropped because the lease was gone. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** How many batches were committed. */
  get commits(): number {
    return this.#commits;
  }

  /** Settled once the work is over and `finish` has been called. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Starts the work; `finish` is called at its end, however it ends, after `fail` where something was thrown. */
  begin(finish: () => Promise<void>, fail: (error: unknown) => void): void {
    this.#done = this.#work().catch(fail).then(finish);
  }

  /** Asks the work to end after the batch in hand. */
  end(): void {
    this.#ending.abort();
  }

  async #work(): Promise<void> {
    const { counts } = this.#following;
    let next = await this.#firstOffset();
    while (!this.#ending.signal.aborted) {
      const entries = await this.#collect(next);
      if (entries.length === 0) return;
      const after = entries.at(-1)!.offset + 1;
      this.#isLost = !(await this.#keep(entries, after));
      if (this.#isLost) {
        counts.fenced += 1;
        return;
      }
      this.#commits += 1;
      next = after;
    }
  }

  /** Handles a batch and commits it; false when the claim no longer stood. */
  async #keep(entries: readonly Entry[], after: number): Promise<boolean> {
    const { store, counts } = this.#following;
    let isKept = false;
    try {
      isKept = await store.commit(this.claim, after, await this.#handle(entries));
      return isKept;
    } finally {
      counts[isKept ? "commits" : "aborts"] += 1;
    }
  }

  async #firstOffset(): Promise<number> {
    const { store } = this.#following;
    const { topic, group, partition } = this.claim;
    const asked = await this.#options.startAt?.(partition);
    return asked ?? store.position(topic, group, partition) ?? 0;
  }

  /** The next batch; empty only when the work is to end. */
  async #collect(from: number): Promise<readonly Entry[]> {
    const entries = await this.#firstEntries(from);
    const { lingerMs = 0 } = this.#options;
    if (lingerMs <= 0 || entries.length === 0) return entries;
    return await this.#fill(from, entries, this.#following.clock.now() + lingerMs);
  }

  async #firstEntries(from: number): Promise<readonly Entry[]> {
    let pollMs = this.#following.pollMs === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : shortestPollMs;
    while (!this.#ending.signal.aborted) {
      const entries = this.#read(from);
      if (entries.length > 0) return entries;
      await this.#wait(pollMs);
      pollMs = Math.min(pollMs * 2, this.#following.pollMs);
    }
    return [];
  }

  async #fill(from: number, first: readonly Entry[], deadline: number): Promise<readonly Entry[]> {
    const { clock, pollMs } = this.#following;
    let entries = first;
    for (let left = deadline - clock.now(); left > 0 && !this.#isFull(entries); left = deadline - clock.now()) {
      await this.#wait(Math.min(left, pollMs));
      if (this.#ending.signal.aborted) return [];
      entries = this.#read(from);
    }
    return entries;
  }

  /** Whether the batch has all entries, or nearly all the bytes, that it may have. */
  #isFull(entries: readonly Entry[]): boolean {
    const { maxEntries, maxBytes } = this.#limits;
    if (entries.length >= maxEntries) return true;
    const { topic, partition } = this.claim;
    const { end } = this.#following.store.extent(topic, partition);
    const isCutShort = entries.at(-1)!.offset + 1 < end;
    return isCutShort || entries.reduce((sum, { value }) => sum + (value?.length ?? 0), 0) >= maxBytes;
  }

  #read(from: number): Entry[] {
    const { topic, partition } = this.claim;
    return this.#following.store.readBatch(topic, partition, from, this.#limits);
  }

  async #wait(ms: number): Promise<void> {
    await this.#following.bell.wait(topicBell(this.claim.topic), ms, this.#ending.signal);
  }
}
