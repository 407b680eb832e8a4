import { expect, onTestFinished, test } from "vitest";
import { searchRoute } from "../../../../app/server/routes/search.ts";
import { similarRoute } from "../../../../app/server/routes/similar.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { untrainedModels } from "../../../../pipelines/live-models.ts";
import { catalogOnDemand } from "../../../../pipelines/retrieval/catalog-on-demand.ts";
import { catalogProduct, sell } from "../../../support/catalog.ts";
import { openRegistry } from "../../../support/registry.ts";
import { servedRoutes } from "../../../support/served.ts";

const chair = catalogProduct("p1", "Oak Garden Chair", { brand: "Acme", category: "Chairs", price: 49.5 });
const bench = catalogProduct("p2", "Oak Garden Bench", { brand: "Acme" });

/** The routes beside a catalog of two products, before any model is released. */
async function shop() {
  const { clock, log, store } = await openRegistry();
  await sell(log, [chair, bench]);
  const live = untrainedModels;
  const catalog = catalogOnDemand(log, live, clock, expect.unreachable);
  onTestFinished(() => catalog.close());
  const vitals = { ...newVitals(), data: { log, store, live, catalog } };
  const { app } = await servedRoutes([searchRoute, similarRoute], { vitals, clock });
  const ask = async (url: string) => (await app.inject({ method: "GET", url })).json();
  return { ask, log, clock };
}

const toldChair = { productId: "p1", title: "Oak Garden Chair", brand: "Acme", category: "Chairs", price: 49.5 };
const toldBench = { productId: "p2", title: "Oak Garden Bench", brand: "Acme", category: null, price: null };

test("/api/search: finds products, and says how the query was read and what it found", async () => {
  const { ask } = await shop();
  expect(await ask("/api/search?q=oak+chair+1%262&limit=1")).toEqual({
    query: "oak chair 1&2",
    reading: { words: ["oak", "chair", "1", "2"], rewrites: [] },
    products: [{ ...toldChair, score: 2.5 }],
    facets: { brand: [{ value: "Acme", count: 2 }], category: [{ value: "Chairs", count: 1 }] },
    ...{ found: 2, searched: 2, model: "fixed-0", scoreMin: 1, scoreMax: 3 },
  });
});

test("/api/search: finds a product within a second of its event", async () => {
  const { ask, log, clock } = await shop();
  expect(await ask("/api/search?q=sofa")).toMatchObject({ searched: 2 });
  await sell(log, [catalogProduct("p3", "Leather Sofa")]);
  await clock.advance(1_000);
  expect((await ask("/api/search?q=sofa")).products[0]).toMatchObject({ productId: "p3" });
});

test("/api/similar: finds what is like a product, and knows no other", async () => {
  const { ask } = await shop();
  expect(await ask("/api/similar?product=p1")).toEqual({
    ...{ productId: "p1", title: "Oak Garden Chair", space: "hashed-ngrams-128-1/none" },
    products: [{ ...toldBench, likeness: expect.closeTo(0.6, 0) }],
  });
  expect(await ask("/api/similar?product=p9")).toMatchObject({ status: 404, code: "NO_SUCH_PRODUCT" });
});

test.for(["/api/search", "/api/search?q=%20", "/api/search?q=a&limit=0", "/api/search?q=a&limit=101", "/api/similar"])(
  "%s is refused",
  async (url) => {
    const { ask } = await shop();
    expect(await ask(url)).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
  },
);
