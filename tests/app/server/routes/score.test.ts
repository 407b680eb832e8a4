import { expect, test } from "vitest";
import { rankRoute } from "../../../../app/server/routes/rank.ts";
import { scoreRoute } from "../../../../app/server/routes/score.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { followChampion } from "../../../../pipelines/registry/follow-champion.ts";
import { releaseModel } from "../../../../pipelines/registry/releases.ts";
import { catalogOnDemand } from "../../../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../../../pipelines/retrieval/visits.ts";
import { stages } from "../../../../pipelines/stages/index.ts";
import { give, runToEnd, smallSteps, taken } from "../../../../pipelines/testing.ts";
import { aProduct, aSearch } from "../../../support/events.ts";
import { openRegistry } from "../../../support/registry.ts";
import { servedRoutes } from "../../../support/served.ts";
import { smallShop, trainOnShop } from "../../../support/trained-model.ts";

const ridge = await trainOnShop("ridge");

/** The routes beside a log whose champion is `ridge-1`. */
async function shop() {
  const { clock, log, store } = await openRegistry();
  await store.add(ridge.manifest, ridge.files);
  await releaseModel(log, store, { model: "ridge-1", replaces: undefined, time: 1, reason: "test" });
  const live = followChampion(log, store, clock, () => {});
  const vitals = {
    ...newVitals(),
    data: { log, store, live, catalog: catalogOnDemand(log, live, clock, () => {}), visits: new Visits(log) },
  };
  const { app } = await servedRoutes([scoreRoute, rankRoute], { vitals, clock });
  const ask = async (url: string, payload: object) => (await app.inject({ method: "POST", url, payload })).json();
  return { log, clock, live, ask };
}

const judged = [...smallShop.judgedQueries(12)].filter(({ query }) => query !== null);
const searches = judged.map(({ query, products }, i) => {
  const shown = products.map(({ grade: _, title, ...product }) => ({ ...product, title: title ?? "" }));
  return aSearch({ eventId: `s-${i}`, query: query!, products: shown });
});

test("/api/score: the scores are those that the stream gives the same search, bit by bit", async () => {
  const { log, clock, live, ask } = await shop();
  await give(log, "searches", searches);
  const { tokenize, embed, score } = stages;
  await runToEnd(log, smallSteps([tokenize(live), embed(live), score(live)], clock, 5));
  const streamed = new Map((await taken(log, "scores")).map((event) => [event.eventId, event]));
  expect(streamed.size).toBe(searches.length);
  for (const { eventId, query, products } of searches) {
    const { scores, model, rewrites } = await ask("/api/score", {
      query,
      products: products.map(({ productId: id, position: _, ...product }) => ({ id, ...product })),
    });
    const event = streamed.get(eventId)!;
    expect({ model, rewrites }).toEqual({ model: event.model, rewrites: event.rewrites });
    expect(scores).toEqual(event.products.map(({ productId: id, score: value }) => ({ id, score: value })));
  }
});

const fans = [
  { id: "a", title: "Garden Hose 50 ft." },
  { id: "b", title: "52 in. White Ceiling Fan" },
  { id: "c", title: "Ceiling Fan Remote Control" },
];

test("/api/score: the order is best first, with the model, its range and what was read otherwise", async () => {
  const { ask } = await shop();
  const { order, scores, milliseconds, ...said } = await ask("/api/score", { query: "ceilng fan", products: fans });
  const byScore = scores.toSorted((a: { score: number }, b: { score: number }) => b.score - a.score);
  expect(order).toEqual(byScore.map(({ id }: { id: string }) => id));
  expect(scores.map(({ id }: { id: string }) => id)).toEqual(["a", "b", "c"]);
  expect(milliseconds).toBeGreaterThan(0);
  const rewrites = [{ from: "ceilng", to: "ceiling", rule: "spelling" }];
  expect(said).toEqual({ model: "ridge-1", scoreMin: 1, scoreMax: 3, rewrites });
  expect(Object.keys(scores[0])).toEqual(["id", "score"]);
});

test("/api/rank: the same list best first, as much of it as was asked for, with all that it held", async () => {
  const { ask } = await shop();
  const products = fans.map((fan) => ({ ...fan, brand: null, stock: { shelf: [fan.id] } }));
  const query = "ceiling fan";
  const { order, scores } = await ask("/api/score", { query, products: fans });
  const { products: ranked, milliseconds: _, ...said } = await ask("/api/rank", { query, products, limit: 2 });
  expect(said).toEqual({ model: "ridge-1", scoreMin: 1, scoreMax: 3, rewrites: [] });
  expect(ranked).toEqual(
    order.slice(0, 2).map((id: string) => {
      const place = fans.findIndex((fan) => fan.id === id);
      return { ...products[place], score: scores[place].score, was: place + 1 };
    }),
  );
});

test.for([
  [{ query: " ", products: fans }, "body/query"],
  [{ query: "fan", products: [] }, "body/products must NOT have fewer than 1 items"],
  [{ query: "fan", products: Array(1_001).fill(fans[0]) }, "body/products must NOT have more than 1000 items"],
  [{ query: "fan", products: [{ id: "a" }] }, "body/products/0 must have required property 'title'"],
  [{ query: "fan", products: [{ ...fans[0], price: "9.99" }] }, "body/products/0/price must be number,null"],
  [{ query: "fan", products: [{ ...fans[0], attributes: { color: 1 } }] }, "body/products/0/attributes/color"],
] as const)("/api/score: %j is refused", async ([payload, says]) => {
  const { ask } = await shop();
  expect(await ask("/api/score", payload)).toMatchObject({ status: 400, detail: expect.stringContaining(says) });
});

test("/api/score: before the data is open it says so", async () => {
  const { app } = await servedRoutes([scoreRoute]);
  const products = [{ id: "a", title: aProduct().title }];
  const answer = await app.inject({ method: "POST", url: "/api/score", payload: { query: "fan", products } });
  expect([answer.statusCode, answer.json().code]).toEqual([503, "NOT_READY"]);
});
