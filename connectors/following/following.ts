import type { Clock } from "../clock.ts";
import type { LogFigures } from "../event-log.ts";
import type { Bell } from "./bell.ts";
import type { FollowStore } from "./follow-store.ts";

/** Counts that members of one log add to. */
export type FollowingCounts = { -readonly [name in keyof LogFigures]: number };

/** No counts yet. */
export function noCounts(): FollowingCounts {
  return { commits: 0, aborts: 0, rebalances: 0, fenced: 0 };
}

/** What members of one log have in common. */
export interface Following {
  readonly store: FollowStore;
  readonly clock: Clock;
  readonly bell: Bell;
  /** How often to look for what other processes did; Infinity where there are none. */
  readonly pollMs: number;
  /** How long a member that is not heard of keeps its partitions. */
  readonly leaseMs: number;
  readonly counts: FollowingCounts;
  /** Ends all following. */
  readonly closing: AbortSignal;
}
