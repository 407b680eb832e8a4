import avro from "avsc";
import { expect, test } from "vitest";
import { eventOfAvro } from "../../../pipelines/intake/avro-event.ts";
import { codecs } from "../../../schemas/codec.ts";
import { currentSchemas } from "../../../schemas/generated/events.ts";
import { aCatalogProduct, aSearch } from "../../support/events.ts";

const type = avro.Type.forSchema(currentSchemas.searches as object as avro.Schema, { wrapUnions: "never" });

test("eventOfAvro: the schema id tells the topic", () => {
  expect(eventOfAvro(codecs.catalog.encode(aCatalogProduct()), undefined)).toEqual({
    topic: "catalog",
    event: aCatalogProduct(),
  });
});

test("eventOfAvro: a body alone is of the topic that is named", () => {
  expect(eventOfAvro(type.toBuffer(aSearch()), "searches")).toEqual({ topic: "searches", event: aSearch() });
});

const stranger = Uint8Array.of(0, 0, 0, 0, 7, 2, 0x61);

test.for([
  [type.toBuffer(aSearch()), undefined, "no topic is said; name one of searches, labels, interactions, catalog"],
  [stranger, undefined, "no topic is said, and the schema id 7 tells none; name the topic"],
  [Uint8Array.of(0, 1), undefined, "no topic is said, and the schema id is cut off; name the topic"],
  [
    stranger,
    "searches",
    /^schema id 7 is not known for topic "searches".*; the schema is schemas\/topics\/searches\.avsc$/,
  ],
  [
    type.toBuffer(aSearch()).subarray(0, 9),
    "searches",
    /^not a record of topic "searches": field "\w+" .*searches\.avsc$/,
  ],
  [codecs.searches.encode(aSearch({ query: " " })), undefined, "the query is empty"],
] as const)("eventOfAvro: %o for topic %s is refused", ([bytes, topic, reason]) => {
  expect(() => eventOfAvro(bytes, topic)).toThrow(reason);
});
