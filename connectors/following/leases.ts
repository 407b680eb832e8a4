/** Who works on a partition: until when, and under which epoch. */
export interface Lease {
  readonly member: string;
  /** Grows with every lease that a group gives out, so an old holder is told from a new one. */
  readonly epoch: number;
  readonly until: number;
}

/** The members of a group on one topic and what each of them holds. */
export interface GroupState {
  /** Changes whenever a member comes, goes, or a partition changes hands. */
  readonly version: number;
  /** The last epoch given out. */
  readonly epoch: number;
  /** When each member is taken for dead unless it is heard of before. */
  readonly members: Readonly<Record<string, number>>;
  /** By partition. */
  readonly leases: readonly (Lease | null)[];
}

/** The right to commit, as a member was given it. */
export interface Claim {
  readonly topic: string;
  readonly group: string;
  readonly partition: number;
  readonly member: string;
  readonly epoch: number;
}

/** A group that nobody has joined. */
export function emptyGroup(partitions: number): GroupState {
  return { version: 0, epoch: 0, members: {}, leases: Array.from({ length: partitions }, () => null) };
}

/**
 * The group after a sign of life of `member`: it is in, the dead are out, its leases are renewed, and it holds free
 * partitions up to its share. A lease of its own that has run out is given anew, under a new epoch. Dead is a member that was
 * not heard of in time, or that is known to be gone.
 */
export function heartbeat(
  group: GroupState,
  member: string,
  now: number,
  leaseMs: number,
  isGone: (member: string) => boolean = () => false,
): GroupState {
  const members = { ...living(group.members, now, isGone), [member]: now + leaseMs };
  const share = shareOf(members, member, group.leases.length);
  let held = heldBy(group, member, now).length;
  let epoch = group.epoch;
  const leases = group.leases.map((lease) => {
    if (isHeld(lease, members, now)) return lease.member === member ? { ...lease, until: now + leaseMs } : lease;
    if (held >= share) return null;
    held += 1;
    epoch += 1;
    return { member, epoch, until: now + leaseMs };
  });
  return withVersion(group, { version: group.version, epoch, members, leases });
}

/** The group after a member gave a partition back. Nothing changes when it no longer held it. */
export function release(group: GroupState, { partition, member, epoch }: Omit<Claim, "topic" | "group">): GroupState {
  const lease = group.leases[partition];
  if (lease?.member !== member || lease.epoch !== epoch) return group;
  return { ...group, version: group.version + 1, leases: group.leases.with(partition, null) };
}

/** The group after a member left: all it held is free at once. */
export function leave(group: GroupState, member: string): GroupState {
  const { [member]: _gone, ...members } = group.members;
  const leases = group.leases.map((lease) => (lease?.member === member ? null : lease));
  return { ...group, version: group.version + 1, members, leases };
}

/** Whether a claim still stands: not taken over, and not slept through. */
export function stands(group: GroupState, claim: Claim, now: number): boolean {
  const lease = group.leases[claim.partition];
  return lease?.member === claim.member && lease.epoch === claim.epoch && lease.until > now;
}

/** The partitions that a member holds, in order. */
export function heldBy(group: GroupState, member: string, now: number): number[] {
  return group.leases.flatMap((lease, partition) => (lease?.member === member && lease.until > now ? [partition] : []));
}

/** How many partitions a member may hold: they differ by one at most, the first in order of name hold more. */
export function shareOf(members: Readonly<Record<string, number>>, member: string, partitions: number): number {
  const names = Object.keys(members).sort();
  const more = names.indexOf(member) < partitions % names.length ? 1 : 0;
  return Math.floor(partitions / names.length) + more;
}

function living(
  members: Readonly<Record<string, number>>,
  now: number,
  isGone: (member: string) => boolean,
): Record<string, number> {
  return Object.fromEntries(Object.entries(members).filter(([member, until]) => until > now && !isGone(member)));
}

function isHeld(lease: Lease | null, members: Readonly<Record<string, number>>, now: number): lease is Lease {
  return lease !== null && lease.until > now && lease.member in members;
}

function withVersion(before: GroupState, after: GroupState): GroupState {
  const isSame =
    Object.keys(before.members).sort().join() === Object.keys(after.members).sort().join() &&
    after.leases.every((lease, partition) => lease?.epoch === before.leases[partition]?.epoch);
  return isSame ? after : { ...after, version: before.version + 1 };
}
