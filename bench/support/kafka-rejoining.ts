import { systemClock } from "../../connectors/clock.ts";
import { kafkaSettings } from "../../connectors/kafka/address.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";

const members = 4;
const settledMs = 1_500;
const lookEveryMs = 10;

/** One member of the group. */
interface Idler {
  leave(): Promise<void>;
}

/**
 * For how long a member of a group of four stands still when one leaves or comes, milliseconds: from the moment it hears of it until it has its
 * partitions again. Nobody has anything to do: that is what the protocol takes by itself, as the last to hear of it is waited for.
 */
export async function rejoiningMs(address: string, partitions: number, rounds: number): Promise<readonly number[]> {
  const took: number[] = [];
  const idlers: Idler[] = [];
  try {
    while (idlers.length < members) idlers.push(await join(address, partitions, took));
    await systemClock.wait(settledMs);
    took.length = 0;
    for (let round = 0; round < rounds; round++) {
      await idlers.shift()!.leave();
      await systemClock.wait(settledMs);
      idlers.push(await join(address, partitions, took));
      await systemClock.wait(settledMs);
    }
  } finally {
    await Promise.all(idlers.map((idler) => idler.leave()));
  }
  return took;
}

/** Resolves once it is a member. */
async function join(address: string, partitions: number, took: number[]): Promise<Idler> {
  const leaving = new AbortController();
  let since: number | undefined;
  let isIn = false;
  const log = await openKafkaLog({
    settings: kafkaSettings(address, {}, partitions),
    onEvent({ kind }) {
      if (kind === "rebalancing") since = systemClock.now();
      if (kind !== "joined") return;
      if (since !== undefined) took.push(systemClock.now() - since);
      since = undefined;
      isIn = true;
    },
  });
  const following = log.follow("interactions", "idlers", async () => [], { signal: leaving.signal });
  const leave = async () => {
    leaving.abort();
    await following;
    await log.close();
  };
  while (!isIn) await Promise.race([following, systemClock.wait(lookEveryMs)]);
  return { leave };
}
