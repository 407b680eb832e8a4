import fc from "fast-check";
import type { AvroType } from "../../schemas/generate/typescript.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { type TopicEvents, type TopicName, topicNames } from "../../schemas/topics.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
// The Avro library sets map entries one by one, and `__proto__` set that way is no entry.
const mapKey = text.filter((key) => key !== "__proto__");
const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  null: fc.constant(null),
  boolean: fc.boolean(),
  int: fc.integer(),
  // Numbers beyond 2^52 are refused on reading.
  long: fc.maxSafeInteger().map((value) => Math.floor(value / 2)),
  float: fc.float(),
  double: fc.double(),
  string: text,
  bytes: fc.uint8Array({ maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
};

/** Any event of each topic that its schema allows, sensible or not. */
export const arbitraryEvent = Object.fromEntries(
  topicNames.map((topic) => [topic, arbitraryOf(currentSchemas[topic], new Map())]),
) as { readonly [topic in TopicName]: fc.Arbitrary<TopicEvents[topic]> };

/** Any value of an Avro type; records met on the way are added to `named`. */
export function arbitraryOf(type: AvroType, named: Map<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  if (typeof type === "string") return primitives[type] ?? named.get(type)!;
  if (isUnion(type)) return fc.oneof(...type.map((member) => arbitraryOf(member, named)));
  if (type.type === "array" && type.items === "float") return fc.float32Array({ maxLength: 4 });
  if (type.type === "array") return fc.array(arbitraryOf(type.items!, named), { maxLength: 4 });
  if (type.type === "map")
    return fc.dictionary(mapKey, arbitraryOf(type.values!, named), { maxKeys: 3, noNullPrototype: true });
  if (type.type !== "record") return arbitraryOf(type.type, named);
  const fields = type.fields!.map((field) => [field.name, arbitraryOf(field.type, named)] as const);
  const record = fc.record(Object.fromEntries(fields));
  named.set(type.name!, record);
  return record;
}

function isUnion(type: AvroType): type is readonly AvroType[] {
  return Array.isArray(type);
}
