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

test("judgedEventsOf: nothing judged gives nothing", async () => {
  const batches = async function* (): AsyncGenerator<readonly FedEvent[]> {};
  expect(await judgedEventsOf(batches())).toEqual([]);
});
