import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Codec, codecs, localSchemaId, makeCodec } from "../../schemas/codec.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { topicNames } from "../../schemas/topics.ts";
import { arbitraryEvent } from "../support/arbitrary-events.ts";
import {
  aCatalogProduct,
  aLabelledSearch,
  aLateLabel,
  anEmbeddedEvent,
  anInteraction,
  aScoredEvent,
  aSearch,
  aTokenizedEvent,
} from "../support/events.ts";

/** Records of the Avro library are instances of its own classes: only their contents count. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

function roundTrip<Event>(codec: Codec<Event>, event: Event): unknown {
  return plain(codec.decode(codec.encode(event)));
}

describe.for(topicNames)("codec of %s", (topic) => {
  const codec = codecs[topic] as Codec<unknown>;
  const events = arbitraryEvent[topic] as fc.Arbitrary<unknown>;

  test("gives back any event", () => {
    fc.assert(
      fc.property(events, (event) => {
        expect(roundTrip(codec, event)).toEqual(plain({ event }));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test("never throws on flipped bits, and what it accepts can be sent on", () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 7 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(events, flips, (event, places) => {
        const bytes = codec.encode(event);
        for (const [place, bit] of places) bytes[place % bytes.length]! ^= 1 << bit;
        expectEventOrError(codec, bytes);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("never throws on random bytes behind a right header", () => {
    const header = codec.encode(fc.sample(events, { seed: 3, numRuns: 1 })[0]).subarray(0, 5);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (body) => {
        expectEventOrError(codec, Uint8Array.of(...header, ...body));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test("refuses every truncation and any byte too many", () => {
    const bytes = codec.encode(fc.sample(events, { seed: 4, numRuns: 1 })[0]);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(codec.decode(bytes.subarray(0, length))).toEqual({ error: expect.any(String) });
    }
    expect(codec.decode(Uint8Array.of(...bytes, 0))).toEqual({
      error: `not a record of topic "${topic}": 1 bytes follow after its end`,
    });
  });
});

function expectEventOrError(codec: Codec<unknown>, bytes: Uint8Array): void {
  const decoded = codec.decode(bytes);
  if ("error" in decoded) expect(decoded.error).not.toBe("");
  else expect(() => codec.encode(decoded.event)).not.toThrow();
}

test("codec: the topics have eleven different schema ids", () => {
  const ids = topicNames.map((topic) => codecs[topic].schemaId);
  expect(new Set(ids).size).toBe(11);
  for (const id of ids) expect(id).toBeGreaterThanOrEqual(0);
});

test("localSchemaId: the first 31 bits of the SHA-256 of the schema's text", () => {
  // printf '{"a":1}' | sha256sum begins 015abd7f; printf '{"b":0}' | sha256sum begins f486a8f9, less its highest bit.
  expect(localSchemaId({ a: 1 })).toBe(0x015abd7f);
  expect(localSchemaId({ b: 0 })).toBe(0x7486a8f9);
});

const small = {
  type: "record",
  name: "Small",
  fields: [
    { name: "word", type: "string" },
    { name: "count", type: "int" },
  ],
};

test("codec: writes the Confluent header, then the Avro body", () => {
  const codec = makeCodec<object>("small", small, []);
  const id = codec.schemaId;
  const header = [0, id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255];
  // Avro: lengths and numbers are zig-zag, so 2 is 4 and -3 is 5; "oh" is 6f 68.
  const bytes = Uint8Array.of(...header, 4, 0x6f, 0x68, 5);
  expect(codec.encode({ word: "oh", count: -3 })).toEqual(bytes);
  expect(plain(codec.decode(bytes))).toEqual({ event: { word: "oh", count: -3 } });
});

test("codec: reads bytes that lie inside a larger buffer", () => {
  const bytes = codecs.searches.encode(aSearch());
  const inside = Uint8Array.of(9, 9, 9, ...bytes, 9).subarray(3, 3 + bytes.length);
  expect(plain(codecs.searches.decode(inside))).toEqual({ event: plain(aSearch()) });
});

test("codec: another first byte, an unknown schema and a stump are named", () => {
  const bytes = codecs.searches.encode(aSearch());
  expect(codecs.searches.decode(Uint8Array.of(0x7b, ...bytes.subarray(1)))).toEqual({
    error: "the first byte is 123, not 0: not in the Confluent wire format",
  });
  expect(codecs.searches.decode(Uint8Array.of(0, 0, 0, 1, 2, ...bytes.subarray(5)))).toEqual({
    error: 'schema id 258 is not known for topic "searches"',
  });
  expect(codecs.searches.decode(bytes.subarray(0, 4))).toEqual({ error: "4 bytes are too short for a record" });
  expect(codecs.searches.decode(new Uint8Array())).toEqual({ error: "0 bytes are too short for a record" });
});

test("codec: a record of another topic is not known", () => {
  const { error } = codecs.labels.decode(codecs.searches.encode(aSearch())) as { error: string };
  expect(error).toBe(`schema id ${codecs.searches.schemaId} is not known for topic "labels"`);
});

test("codec: the builders of tests are valid events", () => {
  expect(roundTrip(codecs.searches, aSearch())).toEqual(plain({ event: aSearch() }));
  expect(roundTrip(codecs.labels, aLabelledSearch())).toEqual(plain({ event: aLabelledSearch() }));
  expect(roundTrip(codecs.labels, aLateLabel())).toEqual(plain({ event: aLateLabel() }));
  expect(roundTrip(codecs.tokens, aTokenizedEvent())).toEqual(plain({ event: aTokenizedEvent() }));
  expect(roundTrip(codecs.embeddings, anEmbeddedEvent())).toEqual(plain({ event: anEmbeddedEvent() }));
  expect(roundTrip(codecs.scores, aScoredEvent())).toEqual(plain({ event: aScoredEvent() }));
  expect(roundTrip(codecs.interactions, anInteraction())).toEqual(plain({ event: anInteraction() }));
  expect(roundTrip(codecs.catalog, aCatalogProduct())).toEqual(plain({ event: aCatalogProduct() }));
});

test("codec: parsing a schema leaves it as it was", () => {
  expect(codecs.searches.schemaId).toBe(localSchemaId(currentSchemas.searches));
});
