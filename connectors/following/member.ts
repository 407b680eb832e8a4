import { setMaxListeners } from "node:events";
import type { BatchHandler, FollowOptions } from "../event-log.ts";
import type { Following } from "./following.ts";
import { type GroupState, heartbeat, heldBy, leave, release, shareOf } from "./leases.ts";
import { Tenure } from "./tenure.ts";

const mostLosses = 5;

/** What a member follows, and how. */
export interface Assignment {
  readonly topic: string;
  readonly group: string;
  readonly handle: BatchHandler;
  readonly options: FollowOptions;
}

/** The name under which those who wait for changes of a group are woken. */
function groupBell(topic: string, group: string): string {
  return `group ${topic} ${group}`;
}

/** One follow call: a member of a group that takes its share of a topic's partitions, and gives back what is above it. */
export class Member {
  readonly #following: Following;
  readonly #assignment: Assignment;
  readonly #id: string;
  readonly #tenures = new Map<number, Tenure>();
  readonly #ending = new AbortController();
  #failure: { readonly error: unknown } | undefined;
  #isDue = false;
  #losses = 0;

  constructor(following: Following, assignment: Assignment) {
    this.#following = following;
    this.#id = following.store.newMember();
    this.#assignment = assignment;
  }

  /** Follows until a signal aborts or something fails; then finishes the batches in hand and hands over. */
  async run(): Promise<void> {
    const signals = [this.#assignment.options.signal, this.#following.closing];
    const end = () => this.#ending.abort();
    setMaxListeners(0, ...signals);
    for (const signal of signals) signal.addEventListener("abort", end);
    if (signals.some((signal) => signal.aborted)) end();
    try {
      await this.#takePart();
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      for (const signal of signals) signal.removeEventListener("abort", end);
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #takePart(): Promise<void> {
    const { store, clock, leaseMs } = this.#following;
    const { topic, group } = this.#assignment;
    store.partitions(topic);
    try {
      while (!this.#ending.signal.aborted) {
        this.#isDue = false;
        const state = await this.#change((before) =>
          heartbeat(before, this.#id, clock.now(), leaseMs, (member) => store.isGone(member)),
        );
        this.#adopt(state);
        await this.#untilChanged(state.version, clock.now() + leaseMs / 3);
      }
    } finally {
      this.#ending.abort();
      for (const tenure of this.#tenures.values()) tenure.end();
      while (this.#tenures.size > 0) await this.#next([...this.#tenures.values()]);
      if (store.group(topic, group).members[this.#id] !== undefined) {
        await this.#change((before) => leave(before, this.#id));
      }
    }
  }

  async #next(tenures: readonly Tenure[]): Promise<void> {
    await Promise.race(tenures.map((tenure) => tenure.done));
  }

  async #change(change: (group: GroupState) => GroupState): Promise<GroupState> {
    const { store, bell } = this.#following;
    const { topic, group } = this.#assignment;
    const before = store.group(topic, group).version;
    const state = await store.changeGroup(topic, group, change);
    if (state.version !== before) bell.ring(groupBell(topic, group));
    return state;
  }

  async #untilChanged(version: number, deadline: number): Promise<void> {
    const { store, clock, bell, pollMs } = this.#following;
    const { topic, group } = this.#assignment;
    while (!this.#ending.signal.aborted && !this.#isDue && store.group(topic, group).version === version) {
      const left = deadline - clock.now();
      if (left <= 0) return;
      await bell.wait(groupBell(topic, group), Math.min(left, pollMs), this.#ending.signal);
    }
  }

  /** Begins to work on what is newly held, and ends the work on what is lost or above this member's share. */
  #adopt(state: GroupState): void {
    const held = heldBy(state, this.#id, this.#following.clock.now());
    const kept = held.slice(0, shareOf(state.members, this.#id, state.leases.length));
    for (const partition of held) {
      if (!this.#tenures.has(partition)) this.#begin(partition, state.leases[partition]!.epoch);
    }
    for (const [partition, tenure] of this.#tenures) {
      if (!kept.includes(partition) || state.leases[partition]?.epoch !== tenure.claim.epoch) tenure.end();
    }
  }

  #begin(partition: number, epoch: number): void {
    const { topic, group, handle, options } = this.#assignment;
    const claim = { topic, group, partition, member: this.#id, epoch };
    const tenure = new Tenure(this.#following, claim, handle, options);
    this.#tenures.set(partition, tenure);
    this.#following.counts.rebalances += 1;
    tenure.begin(
      () => this.#finish(tenure),
      (error) => this.#fail(error),
    );
  }

  /** Gives back what a tenure held, so that another member can take it at once. */
  async #finish(tenure: Tenure): Promise<void> {
    const { topic, group } = this.#assignment;
    this.#countLosses(tenure);
    this.#following.counts.rebalances += 1;
    try {
      await this.#change((before) => release(before, tenure.claim));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#tenures.delete(tenure.claim.partition);
      this.#isDue = true;
      this.#following.bell.ring(groupBell(topic, group));
    }
  }

  /** Without this a handler that always outlasts its lease would be called with the same batch for ever. */
  #countLosses(tenure: Tenure): void {
    this.#losses = tenure.isLost && tenure.commits === 0 ? this.#losses + 1 : 0;
    if (this.#losses < mostLosses) return;
    const { topic, group } = this.#assignment;
    const ms = this.#following.leaseMs;
    this.#fail(
      new Error(`group "${group}" on "${topic}" lost its lease of ${ms} ms ${mostLosses} times without a commit`),
    );
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#ending.abort();
  }
}
