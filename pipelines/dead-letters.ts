import type { EventLog, Write } from "../connectors/event-log.ts";
import { codecs } from "../schemas/codec.ts";
import type { DeadLetter } from "../schemas/generated/events.ts";

/** A dead letter and its id: topic, partition and offset of the record that died. */
export interface KeptLetter extends DeadLetter {
  readonly id: string;
}

/** The dead letters that the log holds, in the order of each partition. One that can't be read itself is left out. */
export async function* deadLetters(log: EventLog): AsyncIterable<KeptLetter> {
  for await (const entries of log.read("dead-letters")) {
    for (const { value } of entries) {
      const decoded = codecs["dead-letters"].decode(value ?? new Uint8Array());
      if ("event" in decoded) yield { ...decoded.event, id: idOf(decoded.event) };
    }
  }
}

function idOf({ topic, partition, offset }: DeadLetter): string {
  return `${topic}-${partition}-${offset}`;
}

/** Sends the original record to its topic again, once: a letter that was replayed before is left out. Gives how many were sent. */
export async function replayLetters(log: EventLog, letters: readonly KeptLetter[]): Promise<number> {
  const writes = letters.map(({ id, topic, key, value }): Write => ({ topic, key, value, id: `replayed-${id}` }));
  return (await log.append(writes)).appended;
}
