import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aCatalogProduct, aLabelledSearch, aLateLabel, anInteraction, aSearch } from "../../../support/events.ts";
import { imported } from "../../../support/imported.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

function fileOf(...lines: readonly unknown[]): string {
  const path = join(temporaryFolder(), "events.jsonl");
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return path;
}

const visit = [
  { topic: "catalog", event: aCatalogProduct() },
  { topic: "searches", event: aSearch() },
  { topic: "interactions", event: anInteraction() },
  { topic: "labels", event: aLabelledSearch({ eventId: "l-0" }) },
  { topic: "labels", event: aLateLabel() },
];

test("events: every event comes back as it was written", async () => {
  const { events, errors } = await imported(fileOf(...visit), { preset: "events" });
  expect(events).toEqual(visit);
  expect(errors).toEqual([]);
});

test("events: asked for as new, ids differ, and what names a search names it by its new id", async () => {
  const { events, searches, interactions, labels } = await imported(fileOf(...visit), { preset: "events", asNew: "2" });
  expect(searches.map(({ eventId }) => eventId)).toEqual(["s-1-2"]);
  expect(interactions.map(({ eventId, refersTo }) => [eventId, refersTo])).toEqual([["i-1-2", "s-1-2"]]);
  expect(labels.map(({ eventId, refersTo }) => [eventId, refersTo])).toEqual([
    ["l-0-2", null],
    ["l-1-2", "s-1-2"],
  ]);
  // Nothing but ids changes, and a product keeps its own.
  const withoutIds = (list: readonly { readonly event: object }[]) =>
    list.map(({ event }) => ({ ...event, eventId: "", refersTo: "" }));
  expect(withoutIds(events)).toEqual(withoutIds(visit));
});

test("events: an interaction that names no search names none as new", async () => {
  const alone = fileOf({ topic: "interactions", event: anInteraction({ refersTo: null }) });
  const { interactions } = await imported(alone, { preset: "events", asNew: "2" });
  expect(interactions.map(({ eventId, refersTo }) => [eventId, refersTo])).toEqual([["i-1-2", null]]);
});

test("events: other topics, and events that are none, are told by line", async () => {
  const { events, errors } = await imported(
    fileOf(
      { topic: "scores", event: {} },
      { event: aSearch() },
      { topic: "searches", event: { ...aSearch(), query: 5 } },
      { topic: "searches", event: aSearch({ query: " " }) },
      { topic: "searches", event: aSearch() },
    ),
    { preset: "events" },
  );
  expect(events).toEqual([{ topic: "searches", event: aSearch() }]);
  expect(errors).toEqual([
    [1, 'the topic "scores" is none of searches, labels, interactions, catalog'],
    [2, "the topic null is none of searches, labels, interactions, catalog"],
    [3, expect.stringMatching(/^not an event of topic "searches": /)],
    [4, "the query is empty"],
  ]);
});
