import type { BatchHandler, Entry } from "../../connectors/event-log.ts";
import { Bell } from "../../connectors/following/bell.ts";
import { type Following, noCounts } from "../../connectors/following/following.ts";
import { MemoryStore } from "../../connectors/memory/memory-store.ts";
import { createVirtualClock, type VirtualClock } from "../../connectors/memory/virtual-clock.ts";

/** A store in memory with leases that run out, on a clock that is moved by hand: the topics `in` and `out`. */
export interface FollowingUnderTest {
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
  readonly following: Following;
  /** Appends one entry to `in` for each value. */
  send(...values: readonly string[]): void;
  /** Ends all following, as closing the log does. */
  close(): void;
}

/** How long a member that is not heard of keeps its partitions. */
export const leaseMs = 300;

/** Makes a store whose topic `in` has so many partitions. */
export function createFollowing(partitions = 1): FollowingUnderTest {
  const clock = createVirtualClock(0);
  const bell = new Bell(clock);
  const store = new MemoryStore(clock, bell);
  store.createTopic("in", { cleanup: "delete" }, partitions);
  store.createTopic("out", { cleanup: "delete" }, 1);
  const closing = new AbortController();
  return {
    clock,
    store,
    following: { store, clock, bell, pollMs: 10, leaseMs, counts: noCounts(), closing: closing.signal },
    send: (...values) => {
      store.append(values.map((value) => ({ topic: "in", key: null, value: Buffer.from(value) })));
    },
    close: () => closing.abort(),
  };
}

/** What entries say. */
export function said(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ value }) => Buffer.from(value!).toString());
}

/** A handler that notes the batches it is given and writes nothing. */
export function noting(batches: (readonly string[])[]): BatchHandler {
  return async (entries) => {
    batches.push(said(entries));
    return [];
  };
}
