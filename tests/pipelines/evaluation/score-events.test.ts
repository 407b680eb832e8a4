import { expect, test } from "vitest";
import { constantModel } from "../../../models/baselines/constant.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { type BatchScoring, emitted, scoreEvents } from "../../../pipelines/evaluation/score-events.ts";
import type { FedEvent } from "../../../pipelines/feed.ts";
import { assemble } from "../../../pipelines/live-models.ts";
import type { ScoredEvent } from "../../../schemas/generated/events.ts";
import { groupBy } from "../../../schemas/group-by.ts";
import {
  aCatalogProduct,
  aLabelledSearch,
  aLateLabel,
  anInteraction,
  aProduct,
  aSearch,
} from "../../support/events.ts";

const model = constantModel("fixed", 2.5, { featureSet: "", names: [], scoreMin: 1, scoreMax: 3 });
const live = assemble("fixed-1", model, emptyVocabulary, undefined);

async function* batchesOf(batches: readonly (readonly FedEvent[])[]) {
  yield* batches;
}

async function scored(...batches: readonly (readonly FedEvent[])[]) {
  const found = [];
  for await (const batch of scoreEvents(live, batchesOf(batches))) found.push(batch);
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

/** Says of each product how many rows its search has. */
const counting = assemble(
  "counting-1",
  {
    ...model,
    score: async ({ count, searches }) => {
      const rowsOf = groupBy(searches!.keys(), (row) => searches![row]!);
      return Float32Array.from({ length: count }, (_, row) => rowsOf.get(searches![row]!)!.length);
    },
  },
  emptyVocabulary,
  undefined,
);

test("scoreEvents: products are scored with the others of their search, or alone, and come out the same way", async () => {
  const products = ["a", "b", "c"].map((productId, i) => aProduct({ productId, position: i + 1 }));
  const given = [
    { topic: "searches" as const, event: aSearch({ eventId: "s-1", products }) },
    { topic: "labels" as const, event: aLateLabel() },
    { topic: "searches" as const, event: aSearch({ eventId: "s-2", products: [] }) },
    { topic: "labels" as const, event: aLabelledSearch({ eventId: "l-3" }) },
  ];
  const scoresOf = async (scoring?: BatchScoring) => {
    const events: ScoredEvent[] = [];
    for await (const batch of scoreEvents(counting, batchesOf([given]), scoring)) events.push(...batch);
    return events.map((event) => [event.eventId, event.labelMin, event.products.map((p) => [p.productId, p.score])]);
  };
  const expected = (score: number) => [
    ["s-1", null, ["a", "b", "c"].map((id) => [id, score])],
    ["s-2", null, []],
    ["l-3", 1, [["p-1", 1]]],
  ];
  expect(await scoresOf()).toEqual(expected(3));
  expect(await scoresOf({ alone: true })).toEqual(expected(1));
});

test("emitted: joins what outcomes pass on, and takes a rejection for a bug", () => {
  expect(emitted([{ emit: [1, 2] }, { emit: [] }, { emit: [3] }])).toEqual([1, 2, 3]);
  expect(() => emitted([{ emit: [1] }, { reject: "unlucky" }])).toThrow("a checked event was rejected: unlucky");
});
