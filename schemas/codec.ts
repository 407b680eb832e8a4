import { createHash } from "node:crypto";
import avro from "avsc";
import { makeBodyCheck } from "./body-check.ts";
import type { AvroType } from "./generate/typescript.ts";
import { currentSchemas, releasedSchemas } from "./generated/events.ts";
import { type TopicEvents, type TopicName, topicNames } from "./topics.ts";

/** What became of some bytes: the event they hold, or why they hold none. */
export type Decoded<Event> = { readonly event: Event } | { readonly error: string };

/** Turns the events of one topic into bytes and back, in the Confluent wire format: a zero byte, a four-byte schema id, the Avro body. */
export interface Codec<Event> {
  /** The id that `encode` writes. */
  readonly schemaId: number;
  encode(event: Event): Uint8Array;
  /** Reads any released version of the schema; never throws, whatever the bytes. */
  decode(bytes: Uint8Array): Decoded<Event>;
}

const headerBytes = 5;
const parseOptions = { wrapUnions: "never" } as const;

/** The codec of each topic. */
export const codecs = Object.fromEntries(
  topicNames.map((topic) => [topic, makeCodec(topic, currentSchemas[topic], releasedSchemas[topic])]),
) as { readonly [name in TopicName]: Codec<TopicEvents[name]> };

/**
 * The id of a schema where no registry gives one: the first 31 bits of the SHA-256 of its text, so that every
 * process derives the same id with nobody to ask.
 */
export function localSchemaId(schema: object): number {
  return createHash("sha256").update(JSON.stringify(schema)).digest().readUInt32BE(0) & 0x7fffffff;
}

/** A codec that writes one schema and reads that and some earlier ones. Throws where the current one can't read an earlier one. */
export function makeCodec<Event>(topic: string, current: object, released: readonly object[]): Codec<Event> {
  const type = parse(current);
  const schemaId = localSchemaId(current);
  const readers = new Map(released.map((schema) => [localSchemaId(schema), makeReader(type, schema, parse(schema))]));
  readers.set(schemaId, makeReader(type, current));
  return {
    schemaId,
    encode: (event) => withHeader(schemaId, type.toBuffer(event)),
    decode(bytes) {
      if (bytes.length < headerBytes) return { error: `${bytes.length} bytes are too short for a record` };
      if (bytes[0] !== 0) return { error: `the first byte is ${bytes[0]}, not 0: not in the Confluent wire format` };
      const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
      const read = readers.get(id);
      if (read === undefined) return { error: `schema id ${id} is not known for topic "${topic}"` };
      try {
        return {
          event: read(Buffer.from(bytes.buffer, bytes.byteOffset + headerBytes, bytes.length - headerBytes)) as Event,
        };
      } catch (error) {
        return { error: `not a record of topic "${topic}": ${(error as Error).message}` };
      }
    },
  };
}

/** Reads bodies that were written with a schema, of another type where that is given; throws where they are not sound. */
function makeReader(type: avro.Type, schema: object, written?: avro.Type): (body: Buffer) => unknown {
  const resolver = written && type.createResolver(written);
  const check = makeBodyCheck(schema as AvroType);
  return (body) => {
    const fault = check(body);
    if (fault !== undefined) throw new Error(fault);
    return type.fromBuffer(body, resolver);
  };
}

function parse(schema: object): avro.Type {
  // The library keeps what it parsed in the options it is given, so each schema gets its own.
  return avro.Type.forSchema(schema as avro.Schema, { ...parseOptions });
}

function withHeader(schemaId: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes + body.length);
  new DataView(bytes.buffer).setUint32(1, schemaId);
  bytes.set(body, headerBytes);
  return bytes;
}
