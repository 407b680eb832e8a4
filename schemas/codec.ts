import { createHash } from "node:crypto";
import avro from "avsc";
import { makeBodyCheck } from "./body-check.ts";
import { FloatArrayType } from "./float-array.ts";
import type { AvroType } from "./generate/typescript.ts";
import { currentSchemas, releasedSchemas } from "./generated/events.ts";
import { type TopicEvents, type TopicName, topicNames } from "./topics.ts";

/** What became of some bytes: the event they hold, or why they hold none. */
export type Decoded<Event> = { readonly event: Event } | { readonly error: string };

/** A schema as a registry keeps it. */
export interface RegisteredSchema {
  /** `AVRO`, `PROTOBUF` or `JSON`. */
  readonly kind: string;
  readonly text: string;
}

/** Turns the events of one topic into bytes and back, in the Confluent wire format: a zero byte, a four-byte schema id, the Avro body. */
export interface Codec<Event> {
  /** The id that `encode` writes: the local one, or what `write` said last. */
  readonly schemaId: number;
  encode(event: Event): Uint8Array;
  /** Reads any released version of the schema, and what it has learned; never throws, whatever the bytes. */
  decode(bytes: Uint8Array): Decoded<Event>;
  /** Whether `decode` knows what an id stands for. */
  knows(id: number): boolean;
  /** The schema that an id stands for, as it was written; undefined where it is not known or can't be read as this topic's. */
  schemaOf(id: number): AvroType | undefined;
  /**
   * Learns the schema that a registry has under an id; records of it are read by Avro's rules from now on. Never throws: where
   * the schema can't be read as this topic's, `decode` says so of its records.
   */
  learn(id: number, schema: RegisteredSchema): void;
  /** Writes this id from now on, which a registry gave the current schema; local ids stay readable. */
  write(id: number): void;
}

const headerBytes = 5;

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

/** The schema id in front of a record; undefined where the bytes are not in the wire format. */
export function schemaIdOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < headerBytes || bytes[0] !== 0) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
}

/** A codec that writes one schema and reads that and some earlier ones. Throws where the current one can't read an earlier one. */
export function makeCodec<Event>(topic: string, current: object, released: readonly object[]): Codec<Event> {
  const type = parse(current, "never");
  const readCurrent = makeReader(type, current);
  const readers = new Map(released.map((schema) => [localSchemaId(schema), makeReader(type, schema, parse(schema))]));
  const schemas = new Map(released.map((schema) => [localSchemaId(schema), schema as AvroType]));
  let schemaId = localSchemaId(current);
  let knower = `for topic "${topic}"`;
  readers.set(schemaId, readCurrent);
  schemas.set(schemaId, current as AvroType);
  return {
    get schemaId() {
      return schemaId;
    },
    encode: (event) => encodeBody(type, schemaId, event),
    decode(bytes) {
      const id = schemaIdOf(bytes);
      if (id === undefined) return { error: noWireFormat(bytes) };
      const read = readers.get(id);
      if (read === undefined) return { error: `schema id ${id} is not known ${knower}` };
      try {
        return {
          event: read(Buffer.from(bytes.buffer, bytes.byteOffset + headerBytes, bytes.length - headerBytes)) as Event,
        };
      } catch (error) {
        return { error: `not a record of topic "${topic}": ${(error as Error).message}` };
      }
    },
    knows: (id) => readers.has(id),
    schemaOf: (id) => schemas.get(id),
    learn(id, schema) {
      const { read, written } = makeLearnedReader(type, id, schema);
      readers.set(id, read);
      if (written !== undefined) schemas.set(id, written);
    },
    write(id) {
      schemaId = id;
      knower = `for topic "${topic}", nor to the schema registry`;
      readers.set(id, readCurrent);
      schemas.set(id, current as AvroType);
    },
  };
}

function noWireFormat(bytes: Uint8Array): string {
  return bytes.length < headerBytes
    ? `${bytes.length} bytes are too short for a record`
    : `the first byte is ${bytes[0]}, not 0: not in the Confluent wire format`;
}

/** Reads one body into an event; throws where it is not sound. */
type Reader = (body: Buffer) => unknown;

/** Reads bodies that were written with a schema, of another type where that is given. Throws where the one can't be read as the other. */
function makeReader(type: avro.Type, schema: object, written?: avro.Type): Reader {
  // As the specification has it, records match by their names alone: a shop's may stand in a namespace of its own.
  const resolver = written && type.createResolver(written, { ignoreNamespaces: true });
  const check = makeBodyCheck(schema as AvroType);
  return (body) => {
    const fault = check(body);
    if (fault !== undefined) throw new Error(fault);
    return type.fromBuffer(body, resolver);
  };
}

/** Reads what a stranger wrote with a schema of his own, or says of every record why that can't be. */
function makeLearnedReader(
  type: avro.Type,
  id: number,
  { kind, text }: RegisteredSchema,
): { readonly read: Reader; readonly written?: AvroType } {
  try {
    if (kind !== "AVRO") throw new Error(`it is of the kind ${kind}, not AVRO`);
    const written = parse(JSON.parse(text));
    const schema = written.schema() as object;
    return { read: makeReader(type, schema, written), written: schema as AvroType };
  } catch (error) {
    const why = `its schema ${id} can't be read as ${type.name}: ${(error as Error).message}`;
    const read = () => {
      throw new Error(why);
    };
    return { read };
  }
}

/** What others wrote is only read, and wrapped unions are those that any schema may hold: two kinds of number side by side, for one. */
function parse(schema: object, wrapUnions: "never" | "always" = "always"): avro.Type {
  // The library keeps what it parsed in the options it is given, so each schema gets its own.
  return avro.Type.forSchema(schema as avro.Schema, { wrapUnions, typeHook: floatArrays });
}

/** Arrays of floats have a type of their own; for all other schemas the library knows one. */
function floatArrays(schema: avro.Schema, options: object): avro.Type | undefined {
  const isOfFloats = typeof schema === "object" && "items" in schema && schema.items === "float";
  return isOfFloats ? new FloatArrayType(schema, options) : undefined;
}

/** Where records are written before their length is known; grows with the longest. */
let scratch = Buffer.alloc(64 * 1024);

function encodeBody(type: avro.Type, schemaId: number, event: unknown): Uint8Array {
  scratch.writeUInt32BE(schemaId, 1);
  const end = type.encode(event, scratch, headerBytes);
  if (end >= 0) return new Uint8Array(scratch.subarray(0, end));
  scratch = Buffer.alloc(2 * (scratch.length - end)); // it is below 0 by what is missing
  return encodeBody(type, schemaId, event);
}
