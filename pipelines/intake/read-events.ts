import { type FedEvent, writeOf } from "../feed.ts";
import { eventOfAvro } from "./avro-event.ts";
import { eventOfJson, type Sending } from "./json-event.ts";
import { type UbiSending, ubiEvents } from "./ubi-events.ts";
import { orRefused, Unfit } from "./unfit.ts";

/** How events are written: `json` is one or a list of them, `json-lines` one a line, `avro` one. */
export type EventFormat = "json" | "json-lines" | "avro";

/** One event of what was sent, with what is to be said of it; or why it is none, or has no place here. */
export type ReadEvent =
  | { readonly fed: FedEvent; readonly note?: string }
  | { readonly refused: string }
  | { readonly skipped: string };

const mostEvents = 10_000;
/** Bytes of a record that a Kafka topic takes where nobody changed its limit, 1 MiB, with room for key and headers. */
const largestEvent = 1_000_000;

/** The events of a body, in order; one that is none stops no other. Throws Unfit where nothing of it can be read. */
export function readEvents(body: Uint8Array, format: EventFormat, sending: Sending): readonly ReadEvent[] {
  checkFilled(body);
  const events =
    format === "avro"
      ? [orRefused(() => ({ fed: eventOfAvro(body, sending.topic) }))]
      : parsedEvents(body, format).map((given) => orRefused(() => ({ fed: eventOfJson(whole(given), sending) })));
  return withinSize(body, events);
}

/** The same of records of OpenSearch User Behavior Insights. */
export function readUbi(body: Uint8Array, format: EventFormat, sending: UbiSending): readonly ReadEvent[] {
  checkFilled(body);
  if (format === "avro") throw new Unfit("UBI records are JSON; send them as such");
  const given = parsedEvents(body, format);
  const events = ubiEvents(
    given.filter((each) => !(each instanceof Unfit)),
    sending,
  )[Symbol.iterator]();
  return withinSize(
    body,
    given.map((each) => (each instanceof Unfit ? { refused: each.message } : events.next().value!)),
  );
}

function checkFilled(body: Uint8Array): void {
  if (body.length === 0) throw new Unfit("nothing was sent; send an event");
}

/** What was sent, parsed; of lines each by itself. */
function parsedEvents(body: Uint8Array, format: "json" | "json-lines"): readonly unknown[] {
  const text = textOf(body);
  const events = format === "json" ? listOf(parsed(text)) : linesOf(text);
  if (events.length <= mostEvents) return events;
  throw new Unfit(`${events.length} events are more than ${mostEvents}; send them in parts`);
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [given];
}

function linesOf(text: string): readonly unknown[] {
  return text.split("\n").flatMap((line, place) => (line.trim() === "" ? [] : [parsedLine(line, place + 1)]));
}

function parsedLine(line: string, number: number): unknown {
  try {
    return parsed(line);
  } catch (error) {
    return new Unfit(`line ${number} is ${(error as Unfit).message}`);
  }
}

function whole(given: unknown): unknown {
  if (given instanceof Unfit) throw given;
  return given;
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

/** A log that takes no record so large would refuse the whole list for it. */
function withinSize(body: Uint8Array, events: readonly ReadEvent[]): readonly ReadEvent[] {
  if (body.length <= largestEvent) return events;
  return events.map((each) => {
    const bytes = "fed" in each ? writeOf(each.fed).value!.length : 0;
    if (bytes <= largestEvent) return each;
    return { refused: `the event has ${bytes} bytes, more than ${largestEvent}; send fewer products or shorter texts` };
  });
}
