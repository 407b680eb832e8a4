import { expect, test } from "vitest";
import { constantModel } from "../../../models/baselines/constant.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { emitted, scoreEvents } from "../../../pipelines/evaluation/score-events.ts";
import type { FedEvent } from "../../../pipelines/feed.ts";
import { assemble } from "../../../pipelines/live-models.ts";
import { aCatalogProduct, aLabelledSearch, aLateLabel, anInteraction, aSearch } from "../../support/events.ts";

const model = constantModel("fixed", 2.5, { featureSet: "", names: [], scoreMin: 1, scoreMax: 3 });
const live = assemble("fixed-1", model, emptyVocabulary, undefined);

async function scored(...batches: readonly (readonly FedEvent[])[]) {
  const given = async function* () {
    yield* batches;
  };
  const found = [];
  for await (const batch of scoreEvents(live, given())) found.push(batch);
  return found;
}

test("scoreEvents: searches and labels come out scored in order, everything else is passed over", async () => {
  const batches = await scored([
    { topic: "catalog", event: aCatalogProduct() },
    { topic: "searches", event: aSearch({ eventId: "s-1" }) },
    { topic: "interactions", event: anInteraction() },
    { topic: "labels", event: aLateLabel() },
    { topic: "labels", event: aLabelledSearch({ eventId: "l-2", sessionId: null }) },
  ]);
  expect(batches).toMatchObject([
    [
      { eventId: "s-1", model: "fixed-1", labelMin: null, products: [{ productId: "p-1", grade: null, score: 2.5 }] },
      { eventId: "l-2", model: "fixed-1", labelMin: 1, products: [{ productId: "p-1", grade: 3, score: 2.5 }] },
    ],
  ]);
});

test("scoreEvents: a large batch is scored in pieces of 500 events, without one lost", async () => {
  const events = Array.from({ length: 1_001 }, (_, i) => aSearch({ eventId: `s-${i}`, products: [] }));
  const batches = await scored(events.map((event) => ({ topic: "searches" as const, event })));
  expect(batches.map((batch) => batch.length)).toEqual([500, 500, 1]);
  expect(batches.flat().map((event) => event.eventId)).toEqual(events.map((event) => event.eventId));
});

test("scoreEvents: a batch of nothing to score gives no batch", async () => {
  expect(await scored([{ topic: "catalog", event: aCatalogProduct() }], [])).toEqual([]);
});

test("emitted: joins what outcomes pass on, and takes a rejection for a bug", () => {
  expect(emitted([{ emit: [1, 2] }, { emit: [] }, { emit: [3] }])).toEqual([1, 2, 3]);
  expect(() => emitted([{ emit: [1] }, { reject: "unlucky" }])).toThrow("a checked event was rejected: unlucky");
});
