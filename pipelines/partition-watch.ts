import type { Clock } from "../connectors/clock.ts";
import type { EventLog } from "../connectors/event-log.ts";

/** A consumer group and what it reads. */
export interface Follower {
  readonly group: string;
  readonly from: readonly string[];
}

/** How a group stands on one partition. */
export interface PartitionState {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** The next offset that the group reads; undefined where it has not begun. */
  readonly committed: number | undefined;
  /** The offset that the next record gets. */
  readonly end: number;
  /** Entries that wait. */
  readonly lag: number;
  /** For how long entries have waited without the position having moved, milliseconds; 0 where it moved, or nothing waits. */
  readonly stillMs: number;
}

/** Looks at groups again and again, and remembers when each partition moved last. */
export interface PartitionWatch {
  look(): Promise<readonly PartitionState[]>;
}

interface Seen {
  readonly committed: number | undefined;
  readonly isWaiting: boolean;
  readonly since: number;
}

/** Watches what followers have read of a log. The first look finds nothing still: there is nothing to compare with. */
export function watchPartitions(log: EventLog, followers: readonly Follower[], clock: Clock): PartitionWatch {
  const seen = new Map<string, Seen>();
  const stillSince = (key: string, committed: number | undefined, lag: number): number => {
    const before = seen.get(key);
    const isWaiting = lag > 0;
    const isStill = isWaiting && before?.isWaiting === true && before.committed === committed;
    const since = isStill ? before.since : clock.now();
    seen.set(key, { committed, isWaiting, since });
    return since;
  };
  const lookAt = async (group: string, topic: string): Promise<readonly PartitionState[]> => {
    const committed = await log.committed(topic, group);
    const lags = await log.lag(topic, group, committed);
    return (await log.extents(topic)).map(({ partition, end }) => {
      const [position, lag] = [committed[partition], lags[partition] ?? 0];
      const since = stillSince(JSON.stringify([group, topic, partition]), position, lag);
      return { group, topic, partition, committed: position, end, lag, stillMs: clock.now() - since };
    });
  };
  return {
    async look() {
      const states: PartitionState[] = [];
      for (const { group, from } of followers) for (const topic of from) states.push(...(await lookAt(group, topic)));
      return states;
    },
  };
}
