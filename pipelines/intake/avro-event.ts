import { codecs, schemaIdOf } from "../../schemas/codec.ts";
import { type EntryTopic, entryTopics, type FedEvent } from "../feed.ts";
import { checked } from "./json-event.ts";
import { Unfit } from "./unfit.ts";

const headerBytes = 5;

/**
 * One event from Avro: in the Confluent wire format, whose schema id tells the topic where none is named, or a body alone of the newest schema of the topic that is
 * named. An event's first field is its id, and an id is not empty, so that no body begins with the zero byte of the wire format. Throws Unfit.
 */
export function eventOfAvro(bytes: Uint8Array, usual: EntryTopic | undefined): FedEvent {
  const isWire = bytes[0] === 0;
  const topic = usual ?? (isWire ? topicOf(bytes) : undefined);
  if (topic === undefined) throw new Unfit(`no topic is said; name one of ${entryTopics.join(", ")}`);
  const decoded = codecs[topic].decode(isWire ? bytes : withHeader(bytes, codecs[topic].schemaId));
  if ("error" in decoded) throw new Unfit(`${decoded.error}; the schema is schemas/topics/${topic}.avsc`);
  return checked({ topic, event: decoded.event } as FedEvent);
}

function topicOf(bytes: Uint8Array): EntryTopic {
  const id = schemaIdOf(bytes);
  const topic = entryTopics.find((name) => id !== undefined && codecs[name].knows(id));
  if (topic !== undefined) return topic;
  throw new Unfit(
    `no topic is said, and the schema id ${id === undefined ? "is cut off" : `${id} tells none`}; name the topic`,
  );
}

function withHeader(body: Uint8Array, schemaId: number): Uint8Array {
  const bytes = Buffer.alloc(headerBytes + body.length);
  bytes.writeUInt32BE(schemaId, 1);
  bytes.set(body, headerBytes);
  return bytes;
}
