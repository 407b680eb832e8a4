import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import avro from "avsc";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localSchemaId, makeCodec } from "../../schemas/codec.ts";
import { currentSchemas, releasedSchemas } from "../../schemas/generated/events.ts";
import { topicNames } from "../../schemas/topics.ts";
import { arbitraryOf } from "../support/arbitrary-events.ts";

const history = "schemas/topics/history";

/** The released versions of a topic as they stand on disk, oldest first. */
function released(topic: string): readonly object[] {
  const files = readdirSync(history).filter((file) => file.replace(/\.\d+\.avsc$/, "") === topic);
  const versions = files.map((file) => Number(file.split(".").at(-2))).sort((a, b) => a - b);
  expect(versions, `the versions of "${topic}" are numbered without gaps`).toEqual(
    versions.map((_, index) => index + 1),
  );
  return versions.map((version) => JSON.parse(readFileSync(join(history, `${topic}.${version}.avsc`), "utf8")));
}

/** Bytes that a program with an earlier schema wrote, made with nothing of ours. */
function writtenWith(schema: object, value: unknown): Uint8Array {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(localSchemaId(schema), 1);
  return Buffer.concat([
    header,
    avro.Type.forSchema(schema as avro.Schema, { wrapUnions: "never" }).toBuffer(plain(value)),
  ]);
}

/** The same value, with lists of numbers as the library itself takes them. */
function plain(value: unknown): unknown {
  if (value instanceof Float32Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

describe.for(topicNames)("schema of %s", (topic) => {
  test("is released as its newest version", () => {
    const what = `schemas/topics/${topic}.avsc has changed; run npm run generate -- --release`;
    expect(released(topic).at(-1), what).toEqual(currentSchemas[topic]);
    expect(releasedSchemas[topic]).toEqual(released(topic));
  });

  test("reads what every released version wrote", () => {
    const codec = makeCodec<object>(topic, currentSchemas[topic], released(topic));
    for (const earlier of released(topic)) {
      const events = arbitraryOf(earlier as Parameters<typeof arbitraryOf>[0], new Map());
      fc.assert(
        fc.property(events, (event) => {
          expect(codec.decode(writtenWith(earlier, event))).not.toHaveProperty("error");
        }),
        { seed: 5, numRuns: 20 },
      );
    }
  });
});

function thing(...fields: readonly object[]): object {
  return { type: "record", name: "Thing", fields };
}
const name = { name: "name", type: "string" };
const size = { name: "size", type: "int" };
const first = thing(name, size);

test("makeCodec: an added field with a default reads what was written before it", () => {
  const colour = { name: "colour", type: ["null", "string"], default: null };
  const codec = makeCodec<object>("things", thing(colour, size, name), [first]);
  expect(codec.decode(writtenWith(first, { name: "bolt", size: 3 }))).toEqual({
    event: expect.objectContaining({ name: "bolt", size: 3, colour: null }),
  });
});

test("makeCodec: a field that went is skipped", () => {
  const codec = makeCodec<object>("things", thing(size), [first]);
  expect(codec.decode(writtenWith(first, { name: "bolt", size: 3 }))).toEqual({
    event: expect.objectContaining({ size: 3 }),
  });
});

test("makeCodec: a corrupted record of an earlier version is refused like any other", () => {
  const codec = makeCodec<object>("things", thing(size), [first]);
  const bytes = writtenWith(first, { name: "bolt", size: 3 });
  expect(codec.decode(bytes.subarray(0, -1))).toHaveProperty("error");
  expect(codec.decode(Buffer.concat([bytes, Buffer.of(0)]))).toHaveProperty("error");
});

test.for([
  ["an added field without a default", thing(name, size, { name: "colour", type: "string" })],
  ["a field of another type", thing(name, { name: "size", type: "string" })],
  ["a renamed field", thing(name, { name: "length", type: "int" })],
  ["a narrower number", thing(name, { name: "size", type: "boolean" })],
] as const)("makeCodec: %s breaks the promise to readers", ([, incompatible]) => {
  expect(() => makeCodec("things", incompatible, [first])).toThrow();
});
