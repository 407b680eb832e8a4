import kafkajs, { type PartitionAssigner } from "kafkajs";

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const name = "twinstream-sticky";
const version = 0;

/** Who wants to go on with which partitions. */
export interface Claim {
  readonly member: string;
  readonly partitions: readonly number[];
}

/**
 * Shares the partitions of a topic out so that as few as possible change hands: a member says what it works on when it joins, and keeps it
 * as far as that is its share. `held` is asked at each joining.
 */
export function stickyAssigner(held: () => readonly number[]): PartitionAssigner {
  return ({ cluster }) => ({
    name,
    version,
    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({ version, topics, userData: Buffer.from(JSON.stringify(held())) }),
    }),
    async assign({ members, topics: [topic] }) {
      const partitions = cluster.findTopicPartitionMetadata(topic!).map(({ partitionId }) => partitionId);
      const claims = members.map(({ memberId, memberMetadata }) => ({
        member: memberId,
        partitions: claimed(memberMetadata),
      }));
      return [...shareOut(partitions, claims)].map(([memberId, share]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version,
          assignment: { [topic!]: share },
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}

/** The partitions of each member: their numbers differ by one at most, and who claims more keeps more. */
export function shareOut(partitions: readonly number[], claims: readonly Claim[]): ReadonlyMap<string, number[]> {
  const free = new Set(partitions);
  const take = (wanted: Iterable<number>, count: number) => {
    const taken = [...wanted].filter((partition) => free.has(partition)).slice(0, count);
    for (const partition of taken) free.delete(partition);
    return taken;
  };
  const fewest = Math.floor(partitions.length / claims.length);
  const withOneMore = partitions.length % claims.length;
  const order = claims.toSorted((one, other) => other.partitions.length - one.partitions.length || compare(one, other));
  const kept = order.map((claim, index) => {
    const size = index < withOneMore ? fewest + 1 : fewest;
    return { member: claim.member, size, share: take(claim.partitions, size) };
  });
  return new Map(kept.map(({ member, size, share }) => [member, [...share, ...take(free, size - share.length)]]));
}

function compare(one: Claim, other: Claim): number {
  return one.member < other.member ? -1 : 1;
}

function claimed(metadata: Buffer): readonly number[] {
  const { userData } = MemberMetadata.decode(metadata)!;
  return JSON.parse(userData.toString()) as number[];
}
