import { expect, test } from "vitest";
import { letterContent } from "../../../pipelines/dead-letters/letter-content.ts";
import { codecs } from "../../../schemas/codec.ts";
import { aSearch } from "../../support/events.ts";

const sound = Buffer.from(codecs.searches.encode(aSearch()));
const content = (value: Buffer, topic = "searches") => letterContent({ topic, value });

test("letterContent: a record that a stage refused is read whole, and has no fault", () => {
  const { kind, schemaId, event, fault } = content(sound);
  expect({ kind, schemaId, fault }).toEqual({ kind: "avro", schemaId: codecs.searches.schemaId, fault: undefined });
  expect(event).toMatchObject({ eventId: "s-1", query: "oak shelf" });
});

test("letterContent: a record that is cut off is read up to there", () => {
  const { event, fault } = content(sound.subarray(0, 12));
  expect(event).toEqual({ eventId: "s-1" });
  expect(fault).toEqual({ at: 9, path: "time", why: "ends in the middle of a number" });
});

test("letterContent: under an id that nobody knows it is read by the schema of today", () => {
  const strange = Buffer.from(sound);
  strange.writeUInt32BE(7, 1);
  expect(content(strange)).toMatchObject({
    schemaId: 7,
    event: { eventId: "s-1" },
    fault: { at: 1, why: 'the schema 7 is not known for topic "searches"' },
  });
  expect(content(strange, "gone")).toEqual({ kind: "avro", schemaId: 7, parts: [], fault: expect.anything() });
});

test.for<readonly [Buffer, object]>([
  [Buffer.from('{"query": "oak"}'), { kind: "json", event: { query: "oak" } }],
  [Buffer.from("query=oak"), { kind: "text" }],
  [Buffer.of(1, 2, 3, 4, 5, 6), { kind: "bytes" }],
  [Buffer.of(0xff, 0x41), { kind: "bytes" }],
  [Buffer.alloc(0), { kind: "bytes", fault: { at: 0, path: "", why: "0 bytes are too short for a record" } }],
])("letterContent: %s is told as what it is", ([value, told]) => {
  expect(content(value)).toMatchObject({ fault: { at: 0 }, ...told });
});
