import { expect, test } from "vitest";
import type { EntryTopic } from "../../../pipelines/feed.ts";
import { type EventFormat, readEvents } from "../../../pipelines/intake/read-events.ts";
import { aProduct, aSearch } from "../../support/events.ts";

const now = Date.UTC(2026, 0, 31, 12);

function read(text: string, format: EventFormat = "json", topic?: EntryTopic) {
  return readEvents(new TextEncoder().encode(text), format, { topic, source: "http", now });
}

test("readEvents: one, a list, lines", () => {
  const fed = { fed: { topic: "searches", event: aSearch() } };
  const one = JSON.stringify(aSearch());
  expect(read(one, "json", "searches")).toEqual([fed]);
  expect(read(`[${one}, ${one}]`, "json", "searches")).toEqual([fed, fed]);
  expect(read("[]")).toEqual([]);
  const lines = `${one}\r\n\n{"query": \n${one}`;
  expect(read(lines, "json-lines", "searches")).toEqual([
    fed,
    { refused: expect.stringMatching(/^line 3 is not JSON: /) },
    fed,
  ]);
});

test.for([
  ["", "nothing was sent; send an event"],
  ["{", /^not JSON: /],
  [`[${"1,".repeat(10_000)}1]`, "10001 events are more than 10000; send them in parts"],
] as const)("readEvents: of %s nothing can be read", ([text, reason]) => {
  expect(() => read(text)).toThrow(reason);
});

test("readEvents: an event that Kafka would not take is refused alone", () => {
  const products = Array.from({ length: 150 }, () => aProduct({ title: "x".repeat(9_000) }));
  const read3 = read(JSON.stringify([aSearch(), aSearch({ products }), aSearch()]), "json", "searches");
  expect(read3.map((each) => ("refused" in each ? each.refused : "fed"))).toEqual([
    "fed",
    expect.stringMatching(/^the event has 13\d{5} bytes, more than 1000000; send fewer products or shorter texts$/),
    "fed",
  ]);
});
