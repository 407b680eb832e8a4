import type { Entry, Extent, Write } from "../event-log.ts";
import type { Claim, GroupState } from "./leases.ts";

/** How much of a partition one reading may bring. */
export interface BatchLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** What a log must be able to do so that members can share its topics. */
export interface FollowStore {
  /** A name for a new member, unlike any other. */
  newMember(): string;
  /** Whether a member is known to be dead, before its lease runs out. */
  isGone(member: string): boolean;
  /** The number of partitions. Throws LOG_UNAVAILABLE for a topic that was never made. */
  partitions(topic: string): number;
  /** Entries from an offset on; at least one, however large, where there is any. */
  readBatch(topic: string, partition: number, from: number, limits: BatchLimits): Entry[];
  extent(topic: string, partition: number): Extent;
  position(topic: string, group: string, partition: number): number | undefined;
  group(topic: string, group: string): GroupState;
  /** Changes a group in one atomic step, and returns what it is then. */
  changeGroup(topic: string, group: string, change: (group: GroupState) => GroupState): Promise<GroupState>;
  /** Keeps the writes and the group's next offset in one atomic step; false, and nothing kept, when the claim no longer stands. */
  commit(claim: Claim, next: number, writes: readonly Write[]): Promise<boolean>;
}
