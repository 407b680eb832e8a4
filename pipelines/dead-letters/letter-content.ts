import { codecs, schemaIdOf } from "../../schemas/codec.ts";
import type { AvroType } from "../../schemas/generate/typescript.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { type Part, readAsFar } from "../../schemas/read-as-far.ts";
import type { TopicName } from "../../schemas/topics.ts";
import type { KeptLetter } from "./letters.ts";

/** What the bytes of a dead letter are, for a person. */
export interface LetterContent {
  /** What they were read as. */
  readonly kind: "avro" | "json" | "text" | "bytes";
  /** Of Avro: the schema that they name; undefined where they name none. */
  readonly schemaId?: number;
  /** The event that they hold, as JSON, as far as it could be read. */
  readonly event?: unknown;
  /** Where each value of the event stands in the bytes. */
  readonly parts: readonly Part[];
  /** Where they could not be read on, and why; left out where they hold an event. */
  readonly fault?: ContentFault;
}

/** Where some bytes are no event. */
export interface ContentFault {
  /** The first byte that is wrong, counted from 0. */
  readonly at: number;
  /** The field that stands there, such as `products[2].title`; empty where it is none. */
  readonly path: string;
  readonly why: string;
}

const headBytes = 5;

/** Reads the record of a dead letter as far as that goes, by its own schema where that is known, else by the one that its topic has today. */
export function letterContent({ topic, value }: Pick<KeptLetter, "topic" | "value">): LetterContent {
  const schemaId = schemaIdOf(value);
  if (schemaId !== undefined) return avroContent(topic as TopicName, value, schemaId);
  const why =
    value.length < headBytes
      ? `${value.length} bytes are too short for a record`
      : "a record begins with a zero byte and the id of its schema; this is not in the Confluent wire format";
  const fault = { at: 0, path: "", why };
  const text = textOf(value);
  if (text === undefined) return { kind: "bytes", parts: [], fault };
  const event = jsonOf(text);
  return event === undefined ? { kind: "text", parts: [], fault } : { kind: "json", event, parts: [], fault };
}

function avroContent(topic: TopicName, value: Buffer, schemaId: number): LetterContent {
  const written = codecs[topic]?.schemaOf(schemaId);
  const schema = written ?? (currentSchemas[topic] as AvroType | undefined);
  const unknown = { at: 1, path: "", why: `the schema ${schemaId} is not known for topic "${topic}"` };
  if (schema === undefined) return { kind: "avro", schemaId, parts: [], fault: unknown };
  const { value: event, parts, fault } = readAsFar(schema, value, headBytes);
  const first = written === undefined ? unknown : fault;
  return { kind: "avro", schemaId, event, parts, ...(first && { fault: first }) };
}

/** The bytes as text for people; undefined where they are none. */
function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text
    return text === "" || /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
