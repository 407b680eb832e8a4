import { expect, test } from "vitest";
import type { FedEvent } from "../../../pipelines/feed.ts";
import { judgedEventsOf } from "../../../pipelines/training/judged-events.ts";
import { aCatalogProduct, aLabelledSearch, aLateLabel, anInteraction, aSearch } from "../../support/events.ts";

test("judgedEventsOf: labelled searches in order, and nothing else of an import", async () => {
  const [first, second] = [aLabelledSearch({ eventId: "l-1" }), aLabelledSearch({ eventId: "l-2" })];
  const batches = async function* (): AsyncGenerator<readonly FedEvent[]> {
    yield [
      { topic: "searches", event: aSearch() },
      { topic: "labels", event: first },
      { topic: "labels", event: aLateLabel() },
    ];
    yield [
      { topic: "interactions", event: anInteraction() },
      { topic: "catalog", event: aCatalogProduct() },
      { topic: "labels", event: second },
    ];
  };
  expect(await judgedEventsOf(batches())).toEqual([first, second]);
});

test("judgedEventsOf: says at the end how many rows could not be used, and why", async () => {
  const reading = async function* (): AsyncGenerator<readonly FedEvent[]> {};
  const byReason = [
    { reason: "the title is empty", count: 3, firstLine: 3 },
    { reason: "the grade is not a number", count: 1, firstLine: 12 },
  ];
  const told: string[] = [];
  const summary = { rows: 9, events: 0, rejected: 4, skipped: {}, byReason };
  await judgedEventsOf(Object.assign(reading(), { summary }), (text) => told.push(text));
  expect(told).toEqual(["4 of 9 rows are not used: 3 × the title is empty, 1 × the grade is not a number"]);
  await judgedEventsOf(Object.assign(reading(), { summary: { ...summary, rejected: 0, byReason: [] } }), (text) =>
    told.push(text),
  );
  expect(told).toHaveLength(1);
});

test("judgedEventsOf: nothing judged gives nothing", async () => {
  const batches = async function* (): AsyncGenerator<readonly FedEvent[]> {};
  expect(await judgedEventsOf(batches())).toEqual([]);
});
