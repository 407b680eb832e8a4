import type { EventLog, Headers, Write } from "../connectors/event-log.ts";
import { codecs } from "../schemas/codec.ts";
import type { DeadLetter } from "../schemas/generated/events.ts";
import { placeOf } from "./batch.ts";
import { enteredHeader } from "./onward-headers.ts";

/** A dead letter and its id: topic, partition and offset of the record that died. */
export interface KeptLetter extends DeadLetter {
  readonly id: string;
  /** What stood beside the record: its trace, for one. */
  readonly headers: Headers;
}

/** The dead letters that the log holds, in the order of each partition. One that can't be read itself is left out. */
export async function* deadLetters(log: EventLog): AsyncIterable<KeptLetter> {
  for await (const entries of log.read("dead-letters")) {
    for (const { value, headers = {} } of entries) {
      const decoded = codecs["dead-letters"].decode(value ?? new Uint8Array());
      if ("event" in decoded) yield { ...decoded.event, id: placeOf(decoded.event), headers: afresh(headers) };
    }
  }
}

/** A record that is sent again enters anew; its trace goes on. */
function afresh({ [enteredHeader]: _entered, ...headers }: Headers): Headers {
  return headers;
}

/** Sends the original record to its topic again, once: a letter that was replayed before is left out. Gives how many were sent. */
export async function replayLetters(log: EventLog, letters: readonly KeptLetter[]): Promise<number> {
  const writes = letters.map(
    ({ id, topic, key, value, headers }): Write => ({ topic, key, value, headers, id: `replayed-${id}` }),
  );
  return (await log.append(writes)).appended;
}
