import { createHash } from "node:crypto";
import { checks } from "../../schemas/checks.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { type EntryTopic, entryTopics, type FedEvent } from "../feed.ts";
import { isObject, type JsonObject, jsonValue, objectOf } from "./json-value.ts";
import { Unfit, unfit } from "./unfit.ts";

/** What is said for all events that are sent together. */
export interface Sending {
  /** The topic of events that name none. */
  readonly topic?: EntryTopic | undefined;
  /** Where events say they come from that don't say it themselves. */
  readonly source: string;
  /** When they arrived, milliseconds since 1970 UTC. */
  readonly now: number;
}

/**
 * One event from JSON, bare or as `{"topic": …, "event": …}`. What it may leave out is filled in: a default, the source, the position of a product from
 * its place in the list, the time of arrival. An id that is missing is a hash of the event, so that the same event sent again is the same one; without a time
 * as well nothing would tell two like events apart, so that is refused. Throws Unfit.
 */
export function eventOfJson(given: unknown, sending: Sending): FedEvent {
  const { topic, fields } = addressed(given, sending.topic);
  const event = jsonValue(currentSchemas[topic], completed(topic, fields, sending), "") as FedEvent["event"];
  const isNamed = topic === "catalog" || isGiven(fields.eventId);
  return checked({ topic, event: isNamed ? event : { ...event, eventId: idOfContent(event) } } as FedEvent);
}

/** The event itself. Throws Unfit where no shop says such a thing. */
export function checked(fed: FedEvent): FedEvent {
  const fault = (checks[fed.topic] as (event: FedEvent["event"]) => string | undefined)(fed.event);
  if (fault !== undefined) throw new Unfit(fault);
  return fed;
}

function addressed(given: unknown, usual: EntryTopic | undefined): { topic: EntryTopic; fields: JsonObject } {
  const fields = objectOf(given, "");
  if (!("topic" in fields && "event" in fields)) {
    if (usual !== undefined) return { topic: usual, fields };
    throw new Unfit(`no topic is said; send {"topic": …, "event": …}, or name one for all: ${entryTopics.join(", ")}`);
  }
  const topic = entryTopics.find((name) => name === fields.topic);
  if (topic === undefined) throw unfit("topic", fields.topic, entryTopics.join(", ").replace(/, (\w+)$/, " or $1"));
  return { topic, fields: objectOf(fields.event, "event") };
}

/** The fields with what this way in may know by itself; a blank id stands for one that is made of the whole event. */
function completed(topic: EntryTopic, fields: JsonObject, { source, now }: Sending): JsonObject {
  const filled = { ...fields, source: fields.source ?? source, time: fields.time ?? now };
  if (topic === "catalog") return filled;
  if (!isGiven(fields.eventId) && !isGiven(fields.time)) throw new Unfit(unnamed);
  const products = Array.isArray(fields.products) ? { products: fields.products.map(placed) } : {};
  return { ...filled, ...products, eventId: fields.eventId ?? "" };
}

const unnamed =
  'fields "eventId" and "time" are missing; give one of them: without both, the same event sent twice can\'t be told from two';

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function placed(product: unknown, place: number): unknown {
  return isObject(product) ? { ...product, position: product.position ?? place + 1 } : product;
}

function idOfContent(event: FedEvent["event"]): string {
  return `http-${createHash("sha256").update(JSON.stringify(event)).digest("hex").slice(0, 32)}`;
}
