import kafkajs from "kafkajs";
import { systemClock } from "../../connectors/clock.ts";
import { kafkaSettings } from "../../connectors/kafka/address.ts";
import { type KafkaClient, openKafkaClient } from "../../connectors/kafka/client.ts";
import { groupName } from "../../connectors/kafka/group-name.ts";
import { roundsPartitions } from "./kafka-crew.ts";

/** A topic and a group that follows it. */
export interface Followed {
  readonly topic: string;
  readonly group: string;
}

/** Who had what, as the brokers said at one moment; a group that was being shared out then is left out. */
interface Look {
  readonly at: number;
  /** By group: the members of each partition's place. */
  readonly owners: ReadonlyMap<string, readonly (readonly [place: string, member: string])[]>;
}

const lookEveryMs = 100;
const sharedWithinMs = 60_000;

/** A partition of a topic in words. */
export function placeOf(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}

/** Looks again and again who has which partitions of some topics, until it is closed. */
export class OwnerWatch {
  readonly #client: KafkaClient;
  readonly #groups: readonly string[];
  readonly #looks: Look[] = [];
  readonly #ending = new AbortController();
  readonly #looking: Promise<void>;

  constructor(address: string, followed: readonly Followed[]) {
    this.#client = openKafkaClient(kafkaSettings(address, {}, roundsPartitions));
    this.#groups = followed.map(({ topic, group }) => this.#client.named(groupName(topic, group)));
    this.#looking = this.#look();
    this.#looking.catch(() => {}); // whoever waits for it or closes it is told
  }

  /** Resolves once every group is shared out among so many members; throws after a minute. */
  async shared(members: number): Promise<void> {
    const asked = systemClock.now();
    const isShared = ({ at, owners }: Look) =>
      at > asked && this.#groups.every((group) => membersOf(owners.get(group)) === members);
    while (!this.#looks.some(isShared)) {
      if (systemClock.now() - asked > sharedWithinMs)
        throw new Error(`${this.#groups.join(", ")} are not shared by ${members} after a minute`);
      await Promise.race([this.#looking, systemClock.wait(lookEveryMs)]);
    }
  }

  /** The places that had more than one owner in a time. */
  moved(from: number, to: number): ReadonlySet<string> {
    const first = new Map<string, string>();
    const moved = new Set<string>();
    for (const { at, owners } of this.#looks) {
      if (at < from || at > to) continue;
      for (const [place, member] of [...owners.values()].flat()) {
        if (!first.has(place)) first.set(place, member);
        else if (first.get(place) !== member) moved.add(place);
      }
    }
    return moved;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    try {
      await this.#looking;
    } finally {
      await this.#client.close();
    }
  }

  async #look(): Promise<void> {
    const admin = await this.#client.admin();
    while (!this.#ending.signal.aborted) {
      const { groups } = await this.#client.ask({}, () => admin.describeGroups([...this.#groups]));
      const stable = groups.filter(({ state }) => state === "Stable");
      const owners = new Map(
        stable.map(({ groupId, members }) => [groupId, members.flatMap((member) => this.#ownedBy(member))]),
      );
      this.#looks.push({ at: systemClock.now(), owners });
      await systemClock.wait(lookEveryMs, this.#ending.signal);
    }
  }

  #ownedBy({ memberId, memberAssignment }: kafkajs.MemberDescription): (readonly [string, string])[] {
    const { assignment } = kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)!;
    const { length } = this.#client.named("");
    return Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => [placeOf(topic.slice(length), partition), memberId] as const),
    );
  }
}

function membersOf(owners: readonly (readonly [string, string])[] = []): number {
  return new Set(owners.map(([, member]) => member)).size;
}
