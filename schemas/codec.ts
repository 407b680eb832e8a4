import { createHash } from "node:crypto";
import avro from "avsc";
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
export const codecs = Object.fromEntries(topicNames.map((topic) => [topic, makeCodec(topic)])) as {
  readonly [name in TopicName]: Codec<TopicEvents[name]>;
};

/**
 * The id of a schema where no registry gives one: the first 31 bits of the SHA-256 of its text, so that every
 * process derives the same id with nobody to ask.
 */
export function localSchemaId(schema: object): number {
  return createHash("sha256").update(JSON.stringify(schema)).digest().readUInt32BE(0) & 0x7fffffff;
}

function makeCodec<Name extends TopicName>(topic: Name): Codec<TopicEvents[Name]> {
  const reader = avro.Type.forSchema(currentSchemas[topic] as unknown as avro.Schema, parseOptions);
  const schemaId = localSchemaId(currentSchemas[topic]);
  const resolvers = new Map<number, ReturnType<avro.Type["createResolver"]>>();
  const writers = new Map<number, avro.Type>([[schemaId, reader]]);
  for (const released of releasedSchemas[topic] as readonly object[]) {
    const id = localSchemaId(released);
    if (writers.has(id)) continue;
    const writer = avro.Type.forSchema(released as avro.Schema, parseOptions);
    writers.set(id, writer);
    resolvers.set(id, reader.createResolver(writer));
  }
  return {
    schemaId,
    encode(event) {
      const body = reader.toBuffer(event);
      const bytes = new Uint8Array(headerBytes + body.length);
      new DataView(bytes.buffer).setUint32(1, schemaId);
      bytes.set(body, headerBytes);
      return bytes;
    },
    decode(bytes) {
      if (bytes.length < headerBytes) return { error: `${bytes.length} bytes are too short for a record` };
      if (bytes[0] !== 0) return { error: `the first byte is ${bytes[0]}, not 0: not in the Confluent wire format` };
      const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
      if (!writers.has(id)) return { error: `schema id ${id} is not known for topic "${topic}"` };
      try {
        const body = Buffer.from(bytes.buffer, bytes.byteOffset + headerBytes, bytes.length - headerBytes);
        return { event: reader.fromBuffer(body, resolvers.get(id)) as TopicEvents[Name] };
      } catch (error) {
        return { error: `not a record of topic "${topic}": ${(error as Error).message}` };
      }
    },
  };
}
