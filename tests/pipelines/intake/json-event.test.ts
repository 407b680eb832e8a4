import { expect, test } from "vitest";
import type { FedEvent } from "../../../pipelines/feed.ts";
import { eventOfJson } from "../../../pipelines/intake/json-event.ts";
import {
  aCatalogProduct,
  aLabelledSearch,
  aLateLabel,
  anInteraction,
  aProduct,
  aSearch,
} from "../../support/events.ts";

const now = Date.UTC(2026, 0, 31, 12);
const sending = { source: "http", now } as const;

test.for<FedEvent>([
  { topic: "searches", event: aSearch({ products: [aProduct({ attributes: { colour: "oak" } })] }) },
  { topic: "labels", event: aLabelledSearch() },
  { topic: "labels", event: aLateLabel() },
  { topic: "interactions", event: anInteraction() },
  { topic: "catalog", event: aCatalogProduct() },
])("eventOfJson: $topic, as they are written by this program, come back as they were", (fed) => {
  expect(eventOfJson(JSON.parse(JSON.stringify(fed)), sending)).toEqual(fed);
});

test.for([
  ["2026-01-31T12:00:00Z", now],
  ["2026-01-31 13:00:00+01:00", now],
  [now, now],
  [now / 1000, now],
  [`${now}`, now],
  [null, now],
] as const)("eventOfJson: the time %s", ([time, read]) => {
  const { event } = eventOfJson({ ...aSearch(), time }, { ...sending, topic: "searches" });
  expect(event.time).toBe(read);
});

test("eventOfJson: an id is made of the whole event, however its fields are ordered, and of nothing else", () => {
  const { eventId: _, ...unnamed } = aSearch();
  const made = (fields: object) => {
    const { event } = eventOfJson(fields, { ...sending, topic: "searches" });
    return "eventId" in event && event.eventId;
  };
  const id = made(unnamed);
  expect(id).toMatch(/^http-[0-9a-f]{32}$/);
  const { query, time, ...rest } = unnamed;
  expect(made({ time: new Date(time).toISOString(), ...rest, userId: null, query })).toBe(id);
  expect(made({ ...unnamed, time: time + 1 })).not.toBe(id);
});

const search = { topic: "searches", event: aSearch() } as const;
const withFields = (fields: object) => ({ ...search, event: { ...aSearch(), ...fields } });
const withProduct = (fields: object) => withFields({ products: [{ ...aProduct(), ...fields }] });

test.for<[given: unknown, reason: string]>([
  [[search], "the event is a list; give an object"],
  [
    aSearch(),
    'no topic is said; send {"topic": …, "event": …}, or name one for all: searches, labels, interactions, catalog',
  ],
  [
    { ...search, topic: "scores" },
    'field "topic" is the text "scores"; give searches, labels, interactions or catalog',
  ],
  [{ ...search, event: 5 }, 'field "event" is 5; give an object'],
  [
    withFields({ eventId: null, time: undefined }),
    'fields "eventId" and "time" are missing; give one of them: without both, the same event sent twice can\'t be told from two',
  ],
  [withFields({ eventId: "" }), "the eventId is empty"],
  [withFields({ query: undefined }), 'field "query" is missing; give a text'],
  [withFields({ query: null }), 'field "query" is null; give a text'],
  [withFields({ products: undefined }), 'field "products" is missing; give a list'],
  [withFields({ products: { 0: aProduct() } }), 'field "products" is an object; give a list'],
  [withFields({ session_id: "v" }), 'field "session_id" is not known; write it "sessionId"'],
  [
    withFields({ device: "phone" }),
    'field "device" is not known; leave it out: there are eventId, time, source, sessionId, userId, query, products',
  ],
  [
    withFields({ time: "yesterday" }),
    'field "time" is the text "yesterday"; give a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970',
  ],
  [withFields({ time: "1066-10-14" }), "the time -28502755200000 ms is not between the years 1990 and 2100"],
  [withProduct({ price: "12.50" }), 'field "products[0].price" is the text "12.50"; give a number'],
  [withProduct({ position: 1.5 }), 'field "products[0].position" is 1.5; give a whole number'],
  [withProduct({ position: 2 ** 31 }), 'field "products[0].position" is 2147483648; give a whole number'],
  [withProduct({ productId: 2 ** 60 }), 'field "products[0].productId" is 1152921504606847000; give a text'],
  [withProduct({ title: "" }), "product 1: the title is empty"],
  [withProduct({ attributes: { sizes: [1] } }), 'field "products[0].attributes.sizes" is a list; give a text'],
  [
    withProduct({ colour: "oak" }),
    'field "products[0].colour" is not known; put it into "attributes", or leave it out: there are productId, title, position, brand, category, price, attributes',
  ],
  [
    { topic: "labels", event: { eventId: "l", refersTo: "s-1", products: [] } },
    'field "labelMin" is missing; give a number',
  ],
])("eventOfJson: refuses, %o, because %s", ([given, reason]) => {
  expect(() => eventOfJson(given, sending)).toThrow(new Error(reason));
});

test("eventOfJson: attributes that are numbers or claims become texts", () => {
  const { event } = eventOfJson(withProduct({ attributes: { width: 12.5, isNew: true, colour: "oak" } }), sending);
  expect(event).toEqual(
    aSearch({ products: [aProduct({ attributes: { width: "12.5", isNew: "true", colour: "oak" } })] }),
  );
});
