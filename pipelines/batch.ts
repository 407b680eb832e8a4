import type { Entry, Headers, TooLarge, Write } from "../connectors/event-log.ts";
import { toBuffer } from "../schemas/bytes.ts";
import { checks } from "../schemas/checks.ts";
import { codecs } from "../schemas/codec.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import type { DeadLetter } from "../schemas/generated/events.ts";
import type { TopicEvents, TopicName } from "../schemas/topics.ts";
import { onwardHeaders } from "./onward-headers.ts";
import type { Stage } from "./stage.ts";

/** An event on its way through a batch, with the entry it came from. */
export interface Travelling<Event> {
  readonly entry: Entry;
  readonly event: Event;
  /** What goes on beside whatever is made of it. */
  readonly headers: Headers;
}

/** What became of a batch: what goes on, and the writes for what could not. */
export interface BatchResult<Event> {
  readonly passed: readonly Travelling<Event>[];
  readonly deadLetters: readonly Write[];
}

/** Decodes and checks the entries of one topic; what can't be read or makes no sense becomes a dead letter of stage `decode`. */
export function decodeBatch<Name extends TopicName>(
  topic: Name,
  entries: readonly Entry[],
): BatchResult<TopicEvents[Name]> {
  const passed: Travelling<TopicEvents[Name]>[] = [];
  const deadLetters: Write[] = [];
  for (const entry of entries) {
    const decoded = decodeEntry(topic, entry);
    if ("event" in decoded) passed.push({ entry, event: decoded.event, headers: onwardHeaders(entry) });
    else deadLetters.push(deadLetter(entry, "decode", decoded.error));
  }
  return { passed, deadLetters };
}

function decodeEntry<Name extends TopicName>(
  topic: Name,
  entry: Entry,
): { event: TopicEvents[Name] } | { error: string } {
  if (entry.value === null) return { error: "the record has no value" };
  const decoded = codecs[topic].decode(entry.value);
  if ("error" in decoded) return decoded;
  const absurd = checks[topic]?.(decoded.event);
  return absurd === undefined ? decoded : { error: absurd };
}

/** Runs one stage over a batch. When it throws, each event is tried alone, so that only the one that it can't bear is rejected. */
export async function runStage(
  stage: Stage,
  inputs: readonly Travelling<TopicEvents[TopicName]>[],
): Promise<BatchResult<TopicEvents[TopicName]>> {
  if (inputs.length === 0) return { passed: [], deadLetters: [] };
  try {
    return await runTogether(stage, inputs);
  } catch (error) {
    if (error instanceof TwinstreamError) throw error; // nothing could be processed: the position is not committed
    return runOneByOne(stage, inputs);
  }
}

async function runTogether(
  stage: Stage,
  inputs: readonly Travelling<TopicEvents[TopicName]>[],
): Promise<BatchResult<TopicEvents[TopicName]>> {
  const outcomes = await stage.run(inputs.map((input) => input.event));
  if (outcomes.length !== inputs.length) {
    throw new Error(`stage "${stage.name}" gave ${outcomes.length} outcomes for ${inputs.length} inputs`);
  }
  const passed: Travelling<TopicEvents[TopicName]>[] = [];
  const deadLetters: Write[] = [];
  outcomes.forEach((outcome, i) => {
    const { entry, headers } = inputs[i]!;
    if ("reject" in outcome) deadLetters.push(deadLetter(entry, stage.name, outcome.reject, headers));
    else for (const event of outcome.emit) passed.push({ entry, event, headers });
  });
  return { passed, deadLetters };
}

async function runOneByOne(
  stage: Stage,
  inputs: readonly Travelling<TopicEvents[TopicName]>[],
): Promise<BatchResult<TopicEvents[TopicName]>> {
  const passed: Travelling<TopicEvents[TopicName]>[] = [];
  const deadLetters: Write[] = [];
  for (const input of inputs) {
    try {
      const result = await runTogether(stage, [input]);
      passed.push(...result.passed);
      deadLetters.push(...result.deadLetters);
    } catch (error) {
      if (error instanceof TwinstreamError) throw error;
      deadLetters.push(deadLetter(input.entry, stage.name, describe(error), input.headers));
    }
  }
  return { passed, deadLetters };
}

/**
 * Encodes what passed as writes to a topic; an event that its schema can't hold, or that is larger than the topic takes, becomes a
 * dead letter of the stage that made it.
 */
export function encodeBatch(
  topic: TopicName,
  stage: string,
  passed: readonly Travelling<TopicEvents[TopicName]>[],
): readonly Write[] {
  return passed.map(({ entry, event, headers }) => {
    try {
      const ifTooLarge = ({ message }: TooLarge) =>
        deadLetter(entry, stage, `what it made is too large: ${message}`, headers);
      const { key, value } = encodeEvent(topic, event);
      return { topic, key, value, headers, ifTooLarge };
    } catch (error) {
      return deadLetter(entry, stage, `what it made is not a record of topic "${topic}": ${describe(error)}`, headers);
    }
  });
}

/** One event as a write to its topic, keyed by its session where there is one. */
export function encodeEvent<Name extends TopicName>(topic: Name, event: TopicEvents[Name], id?: string): Write {
  const value = codecs[topic].encode(event);
  return id === undefined ? { topic, key: keyOf(event), value } : { topic, key: keyOf(event), value, id };
}

function keyOf(event: TopicEvents[TopicName]): string {
  if ("sessionId" in event && event.sessionId !== null) return event.sessionId;
  if ("productId" in event && !("eventId" in event)) return event.productId;
  return idOf(event);
}

/** What names an event. A product's change is named by product and time. */
export function idOf(event: TopicEvents[TopicName]): string {
  if ("eventId" in event) return event.eventId;
  if ("evaluationId" in event) return event.evaluationId;
  if ("role" in event) return event.role;
  if ("productId" in event) return `${event.productId}@${event.time}`;
  return `${event.topic}-${event.partition}-${event.offset}`;
}

/** Where an entry stands, such as `searches-2-1041`: what the dead letter of it is called. */
export function placeOf({ topic, partition, offset }: Pick<Entry, "topic" | "partition" | "offset">): string {
  return `${topic}-${partition}-${offset}`;
}

/**
 * The dead letter of an entry. Its id is the entry's place, so that an entry dies once, however many stages refuse it. Where the topic takes
 * none so large its value is cut.
 */
export function deadLetter(entry: Entry, stage: string, error: string, headers = onwardHeaders(entry)): Write {
  const { topic, partition, offset, key, timestamp: time } = entry;
  const value = toBuffer(entry.value ?? new Uint8Array());
  const letter = { topic, partition, offset, key, time, stage, error, value };
  return { ...letterWrite(letter, headers), ifTooLarge: (size) => cutLetter(letter, headers, size) };
}

function letterWrite(letter: DeadLetter, headers: Headers): Write {
  const id = placeOf(letter);
  return { topic: "dead-letters", key: id, value: codecs["dead-letters"].encode(letter), id, headers };
}

/** What of a topic's limit a cut letter fills: key, headers and what the log adds have the rest. */
const filledShare = 0.8;
const longestError = 1_000;

/** As much of a letter as fits. A record whose key or headers alone are too much loses these too: the whole of it stays where it was. */
function cutLetter(letter: DeadLetter, headers: Headers, { limit, message }: TooLarge): Write {
  const { topic, partition, offset } = letter;
  const where = `the whole record is at offset ${offset} of partition ${partition} of "${topic}"`;
  const error = `${letter.error}; this letter is cut, ${where}: ${message}`;
  const bare = letterWrite({ ...letter, error, value: Buffer.alloc(0) }, headers);
  const room = Math.floor(filledShare * limit) - bare.value!.length - Buffer.byteLength(JSON.stringify(headers));
  if (room >= 0) return letterWrite({ ...letter, error, value: letter.value.subarray(0, room) }, headers);
  const short = letter.error.slice(0, longestError);
  const rest = `${short}; this letter is cut, ${where}`;
  return letterWrite({ ...letter, key: null, error: rest, value: Buffer.alloc(0) }, {});
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
