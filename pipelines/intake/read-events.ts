import { type FedEvent, writeOf } from "../feed.ts";
import { eventOfAvro } from "./avro-event.ts";
import { eventOfJson, type Sending } from "./json-event.ts";
import { Unfit } from "./unfit.ts";

/** How events are written: `json` is one or a list of them, `json-lines` one a line, `avro` one. */
export type EventFormat = "json" | "json-lines" | "avro";

/** One event of what was sent, or why it is none. */
export type ReadEvent = { readonly fed: FedEvent } | { readonly refused: string };

const mostEvents = 10_000;
/** Bytes of a record that a Kafka topic takes where nobody changed its limit, 1 MiB, with room for key and headers. */
const largestEvent = 1_000_000;

/** The events of a body, in order; one that is none stops no other. Throws Unfit where nothing of it can be read. */
export function readEvents(body: Uint8Array, format: EventFormat, sending: Sending): readonly ReadEvent[] {
  if (body.length === 0) throw new Unfit("nothing was sent; send an event");
  const events = eventsOf(body, format, sending);
  return body.length <= largestEvent ? events : events.map(withinSize);
}

function eventsOf(body: Uint8Array, format: EventFormat, sending: Sending): readonly ReadEvent[] {
  if (format === "avro") return [attempt(() => eventOfAvro(body, sending.topic))];
  const text = textOf(body);
  return format === "json" ? jsonEvents(text, sending) : linesOf(text).map((line) => lineEvent(line, sending));
}

/** A log that takes no record so large would refuse the whole list for it. */
function withinSize(read: ReadEvent): ReadEvent {
  if ("refused" in read) return read;
  const bytes = writeOf(read.fed).value!.length;
  if (bytes <= largestEvent) return read;
  return { refused: `the event has ${bytes} bytes, more than ${largestEvent}; send fewer products or shorter texts` };
}

function jsonEvents(text: string, sending: Sending): readonly ReadEvent[] {
  const given = parsed(text);
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  checkCount(list.length);
  return list.map((each) => attempt(() => eventOfJson(each, sending)));
}

function linesOf(text: string): readonly (readonly [number: number, line: string])[] {
  const lines = text.split("\n").map((line, place) => [place + 1, line] as const);
  const filled = lines.filter(([, line]) => line.trim() !== "");
  checkCount(filled.length);
  return filled;
}

function lineEvent([number, line]: readonly [number, string], sending: Sending): ReadEvent {
  const read = attempt(() => eventOfJson(parsed(line), sending));
  return "refused" in read ? { refused: `line ${number}: ${read.refused}` } : read;
}

function checkCount(count: number): void {
  if (count > mostEvents) throw new Unfit(`${count} events are more than ${mostEvents}; send them in parts`);
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Unfit("the bytes are not UTF-8; send JSON as UTF-8, or say in content-type what they are");
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unfit(`not JSON: ${(error as Error).message}`);
  }
}

function attempt(read: () => FedEvent): ReadEvent {
  try {
    return { fed: read() };
  } catch (error) {
    if (error instanceof Unfit) return { refused: error.message };
    throw error;
  }
}
