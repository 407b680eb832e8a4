import avro from "avsc";
import { expect, test } from "vitest";
import { localSchemaId, makeCodec, schemaIdOf } from "../../schemas/codec.ts";
import { releasedSchemas } from "../../schemas/generated/events.ts";

const ours = {
  type: "record",
  name: "Thing",
  namespace: "org.twinstream",
  fields: [
    { name: "name", type: "string" },
    { name: "price", type: "double" },
    { name: "colour", type: ["null", "string"], default: null },
  ],
};
const codec = () => makeCodec<object>("things", ours, [ours]);

/** A record as a program of somebody else writes it: its own schema, under the id that a registry gave it. */
function writtenBy(schema: object, value: object, id = 7): Uint8Array {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(id, 1);
  return Buffer.concat([header, avro.Type.forSchema(schema as avro.Schema, { wrapUnions: "always" }).toBuffer(value)]);
}

function theirs(fields: readonly object[], rest: object = {}): object {
  return { type: "record", name: "Thing", namespace: "com.shop", fields, ...rest };
}
const name = { name: "name", type: "string" };
const javaName = { name: "name", type: { type: "string", "avro.java.string": "String" } };
const price = { name: "price", type: "double" };
const size = { type: "enum", name: "Size", symbols: ["S", "M"] };
const code = { type: "fixed", name: "Code", size: 2 };
const part = { type: "record", name: "Part", fields: [{ name: "of", type: ["null", "Part"] }] };

test.for([
  ["fewer fields", theirs([name, price]), { name: "bolt", price: 2.5 }],
  ["more fields", theirs([{ name: "size", type: "int" }, name, price]), { size: 4, name: "bolt", price: 2.5 }],
  ["a narrower number", theirs([{ name: "price", type: "float" }, name]), { name: "bolt", price: 2.5 }],
  ["the strings of Java", theirs([javaName, price]), { name: "bolt", price: 2.5 }],
  [
    "an enum, twice",
    theirs([name, { name: "size", type: size }, price, { name: "other", type: "Size" }]),
    { name: "bolt", size: "M", price: 2.5, other: "S" },
  ],
  [
    "bytes of fixed length",
    theirs([name, { name: "code", type: code }, price]),
    { name: "bolt", code: Buffer.of(1, 2), price: 2.5 },
  ],
  [
    "a record that holds itself",
    theirs([name, { name: "part", type: part }, price]),
    { name: "bolt", part: { of: { "com.shop.Part": { of: null } } }, price: 2.5 },
  ],
  [
    "two kinds of number side by side",
    theirs([name, { name: "price", type: ["float", "double"] }]),
    { name: "bolt", price: { float: 2.5 } },
  ],
] as const)("learn: reads what was written with %s", ([, schema, value]) => {
  const learned = codec();
  expect(learned.knows(7)).toBe(false);
  learned.learn(7, { kind: "AVRO", text: JSON.stringify(schema) });
  expect(learned.knows(7)).toBe(true);
  const event = { name: "bolt", price: 2.5, colour: null };
  expect(learned.decode(writtenBy(schema, value))).toEqual({ event: expect.objectContaining(event) });
});

test.for([
  [
    "a field without a default is missing",
    theirs([name]),
    /its schema 7 can't be read as org\.twinstream\.Thing: .*price/,
  ],
  ["a field is of another kind", theirs([name, { name: "price", type: "string" }]), /"string".*"double"/],
  ["it is of another record", { ...theirs([name, price]), name: "Other" }, /Other/],
  ["it is not Avro", { type: "rekord" }, /rekord/],
] as const)("learn: says of every record why it can't be read: %s", ([, schema, why]) => {
  const learned = codec();
  learned.learn(7, { kind: "AVRO", text: JSON.stringify(schema) });
  const { error } = learned.decode(Uint8Array.of(0, 0, 0, 0, 7, 2)) as { error: string };
  expect(error).toMatch(/^not a record of topic "things": its schema 7 /);
  expect(error).toMatch(why);
});

test("learn: a schema of another kind is no schema of a topic", () => {
  const learned = codec();
  learned.learn(7, { kind: "PROTOBUF", text: "message Thing {}" });
  expect(learned.decode(Uint8Array.of(0, 0, 0, 0, 7))).toEqual({
    error:
      'not a record of topic "things": its schema 7 can\'t be read as org.twinstream.Thing: it is of the kind PROTOBUF, not AVRO',
  });
});

test("learn: a damaged record of a learned schema is refused, like any other", () => {
  const learned = codec();
  const schema = theirs([name, { name: "size", type: size }, price]);
  learned.learn(7, { kind: "AVRO", text: JSON.stringify(schema) });
  const bytes = writtenBy(schema, { name: "", size: "M", price: 1 });
  expect(learned.decode(bytes.subarray(0, -1))).toHaveProperty("error");
  const symbol = Uint8Array.from(bytes).fill(4, 6, 7);
  expect(learned.decode(symbol)).toEqual({
    error: 'not a record of topic "things": field "size" is symbol 2 of an enum of 2',
  });
});

test("write: writes the id of the registry from now on, and reads it beside the local one", () => {
  const event = { name: "bolt", price: 2.5, colour: null };
  const registered = codec();
  const before = registered.encode(event);
  registered.write(12);
  const after = registered.encode(event);
  expect([schemaIdOf(before), schemaIdOf(after), registered.schemaId]).toEqual([localSchemaId(ours), 12, 12]);
  for (const bytes of [before, after])
    expect(registered.decode(bytes)).toEqual({ event: expect.objectContaining(event) });
});

test("schemaIdOf: is undefined where there is none", () => {
  expect(schemaIdOf(Uint8Array.of(1, 0, 0, 0, 7))).toBeUndefined();
  expect(schemaIdOf(Uint8Array.of(0, 0, 0, 7))).toBeUndefined();
});

test("localSchemaId: stays clear of the ids of registries, which count from 1", () => {
  for (const schema of Object.values(releasedSchemas).flat()) expect(localSchemaId(schema)).toBeGreaterThan(2 ** 20);
});
