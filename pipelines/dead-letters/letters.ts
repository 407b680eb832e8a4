import type { Entry, EventLog, Headers } from "../../connectors/event-log.ts";
import { codecs } from "../../schemas/codec.ts";
import type { DeadLetter } from "../../schemas/generated/events.ts";
import { placeOf } from "../batch.ts";
import { enteredHeader } from "../onward-headers.ts";

/** A dead letter and its id: topic, partition and offset of the record that died. */
export interface KeptLetter extends DeadLetter {
  readonly id: string;
  /** When the record died, milliseconds since 1970 UTC. */
  readonly diedAt: number;
  /** The error without its figures: what letters of one cause have in common. */
  readonly reason: string;
  /** What stood beside the record: its trace, for one. */
  readonly headers: Headers;
}

/** Where each partition of the dead letters is read up to, by its number: the offset before which it goes on. */
export type Ends = readonly number[];

/** A letter on the way back, and where to go on after it. */
export interface Met {
  /** Undefined for one that can't be read itself. */
  readonly letter: KeptLetter | undefined;
  /** What was not read yet ends here. */
  readonly ends: Ends;
}

/**
 * The dead letters that the log holds, newest first, from some ends backwards, or all of them. A few of each partition are in
 * memory at a time.
 */
export async function* lettersBack(log: EventLog, from?: Ends): AsyncGenerator<Met> {
  const extents = await log.extents("dead-letters");
  const ends = extents.map(({ end }, partition) => Math.min(end, from?.[partition] ?? end));
  const lanes = extents.map(({ partition, start }) => entriesBack(log, partition, start, ends[partition]!));
  const heads = await Promise.all(lanes.map((lane) => lane.next()));
  for (;;) {
    const newest = newestOf(heads);
    if (newest === undefined) return;
    const entry = heads[newest]!.value as Entry;
    ends[newest] = entry.offset;
    yield { letter: letterOf(entry), ends: [...ends] };
    heads[newest] = await lanes[newest]!.next();
  }
}

function newestOf(heads: readonly IteratorResult<Entry, void>[]): number | undefined {
  let newest: number | undefined;
  for (const [lane, head] of heads.entries()) {
    if (head.done) continue;
    if (newest === undefined || head.value.timestamp >= heads[newest]!.value!.timestamp) newest = lane;
  }
  return newest;
}

const fewest = 64;
const most = 1_024;
const mostBytes = 8 * 2 ** 20;

/** A log is read forwards, so this reads stretches, of more and more entries, each from its end. */
async function* entriesBack(log: EventLog, partition: number, start: number, end: number): AsyncGenerator<Entry, void> {
  let to = end;
  for (let size = fewest; to > start; size = Math.min(2 * size, most)) {
    const from = Math.max(start, to - size);
    const entries = await lastOf(log, { partition, from, to });
    to = entries.isCut ? entries.kept[0]!.offset : from;
    yield* entries.kept.reverse();
  }
}

/** The last entries of a stretch, as many as memory is meant for. */
async function lastOf(log: EventLog, range: { partition: number; from: number; to: number }) {
  const kept: Entry[] = [];
  let bytes = 0;
  let isCut = false;
  for await (const entries of log.read("dead-letters", range)) {
    for (const entry of entries) {
      kept.push(entry);
      bytes += sizeOf(entry);
      for (; bytes > mostBytes && kept.length > 1; isCut = true) bytes -= sizeOf(kept.shift()!);
    }
  }
  return { kept, isCut };
}

function sizeOf({ value }: Entry): number {
  return value?.length ?? 0;
}

function letterOf({ value, timestamp: diedAt, headers = {} }: Entry): KeptLetter | undefined {
  const decoded = codecs["dead-letters"].decode(value ?? new Uint8Array());
  if ("error" in decoded) return undefined;
  const letter = decoded.event;
  return { ...letter, id: placeOf(letter), diedAt, reason: reasonOf(letter.error), headers: afresh(headers) };
}

const longestReason = 300;

/** What errors of one cause have in common: all but their figures. */
function reasonOf(error: string): string {
  return error.replaceAll(/\d+(?:\.\d+)?/g, "#").slice(0, longestReason);
}

/** A record that is sent again enters anew; its trace goes on. */
function afresh({ [enteredHeader]: _entered, ...headers }: Headers): Headers {
  return headers;
}
