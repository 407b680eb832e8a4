import type { EventLog } from "../../connectors/event-log.ts";
import { codecs } from "../../schemas/codec.ts";
import { placeOf } from "./kafka-owners.ts";

/** A time in which entries of a partition waited and none of them was scored, milliseconds since 1970. */
export interface Stall {
  readonly place: string;
  readonly from: number;
  readonly to: number;
}

/** One entry on its way through the stages. */
interface Passage {
  readonly arrivedAt: number;
  /** When its score was written; undefined where it has none. */
  readonly scoredAt: number | undefined;
}

/** The stalls of every partition of what comes in, told by the times at which entries and scores were written: nobody is disturbed by being watched. */
export async function stallsOf(log: EventLog): Promise<readonly Stall[]> {
  const scoredAt = new Map<string, number>();
  for await (const entries of log.read("scores"))
    for (const { value, timestamp } of entries) scoredAt.set(eventIdOf("scores", value), timestamp);
  const passages = new Map<string, Passage[]>();
  for (const topic of ["searches", "labels"] as const) {
    for await (const entries of log.read(topic)) {
      for (const { partition, value, timestamp } of entries) {
        const place = placeOf(topic, partition);
        const passage = { arrivedAt: timestamp, scoredAt: scoredAt.get(eventIdOf(topic, value)) };
        passages.set(place, [...(passages.get(place) ?? []), passage]);
      }
    }
  }
  return [...passages].flatMap(([place, ofPlace]) => stallsAt(place, ofPlace));
}

/** Entries in their order: each waits from when it is there and the one before it is done. */
function stallsAt(place: string, passages: readonly Passage[]): Stall[] {
  const stalls: Stall[] = [];
  let last = 0;
  for (const { arrivedAt, scoredAt } of passages) {
    if (scoredAt === undefined) throw new Error(`an entry of ${place} has no score`);
    if (scoredAt > last) stalls.push({ place, from: Math.max(last, arrivedAt), to: scoredAt });
    last = Math.max(last, scoredAt);
  }
  return stalls;
}

function eventIdOf(topic: "searches" | "labels" | "scores", value: Uint8Array | null): string {
  const decoded = codecs[topic].decode(value!);
  if ("error" in decoded) throw new Error(decoded.error);
  return decoded.event.eventId;
}
