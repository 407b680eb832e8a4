import type { Clock } from "../clock.ts";
import type { Bell } from "./bell.ts";
import type { FollowStore } from "./follow-store.ts";

/** What members of one log have in common. */
export interface Following {
  readonly store: FollowStore;
  readonly clock: Clock;
  readonly bell: Bell;
  /** How often to look for what other processes did; Infinity where there are none. */
  readonly pollMs: number;
  /** How long a member that is not heard of keeps its partitions. */
  readonly leaseMs: number;
  /** Ends all following. */
  readonly closing: AbortSignal;
}
