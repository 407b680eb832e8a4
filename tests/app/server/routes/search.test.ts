import { expect, onTestFinished, test, vi } from "vitest";
import { recommendRoute } from "../../../../app/server/routes/recommend.ts";
import { searchRoute } from "../../../../app/server/routes/search.ts";
import { similarRoute } from "../../../../app/server/routes/similar.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { untrainedModels } from "../../../../pipelines/live-models.ts";
import { catalogOnDemand } from "../../../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../../../pipelines/retrieval/visits.ts";
import { catalogProduct, choose, sell } from "../../../support/catalog.ts";
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
  const vitals = { ...newVitals(), data: { log, store, live, catalog, visits: new Visits(log) } };
  const { app } = await servedRoutes([searchRoute, similarRoute, recommendRoute], { vitals, clock });
  const ask = async (url: string) => (await app.inject({ method: "GET", url })).json();
  return { ask, log, clock };
}

const patiently = { timeout: 60_000, interval: 5 };

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
    ...{ productId: "p1", title: "Oak Garden Chair", by: "titles", model: null, space: "hashed-ngrams-128-1/none" },
    products: [{ ...toldBench, likeness: expect.closeTo(0.6, 0) }],
  });
  expect(await ask("/api/similar?product=p9")).toMatchObject({ status: 404, code: "NO_SUCH_PRODUCT" });
});

test("/api/similar: by towers until a model is in use is told, with what to do", async () => {
  const { ask } = await shop();
  const { status, code, detail } = await ask("/api/similar?product=p1&by=towers");
  expect({ status, code }).toEqual({ status: 404, code: "NO_RECOMMENDER" });
  expect(detail).toMatch("twinstream train two-tower");
});

test("/api/recommend: for a query by its vector", async () => {
  const { ask } = await shop();
  expect(await ask("/api/recommend?q=garden+bench&top_k=1")).toEqual({
    ...{ by: "query", model: null, space: "hashed-ngrams-128-1/none", history: [] },
    products: [{ ...toldBench, score: expect.closeTo(0.8, 0), why: null }],
  });
});

test("/api/recommend: for a visitor by what was chosen last, within the same second", async () => {
  const { ask, log } = await shop();
  expect(await ask("/api/recommend?user=u1")).toMatchObject({ by: "popularity", products: [] });
  await choose(log, "u1", "p1");
  expect(await ask("/api/recommend?user=u1")).toMatchObject({
    ...{ by: "history", history: [{ productId: "p1", title: "Oak Garden Chair" }] },
    products: [toldBench],
  });
  expect(await ask("/api/recommend?user=u2")).toMatchObject({
    by: "popularity",
    products: [{ ...toldChair, score: 1 }],
  });
});

test("/api/search: of a catalog that is still being read a visitor is told to come again, and finds it later", async () => {
  const { clock, log, store } = await openRegistry();
  await sell(log, [chair]);
  const live = untrainedModels;
  const read = catalogOnDemand(log, live, clock, expect.unreachable);
  onTestFinished(() => read.close());
  let isRead = () => {};
  const large = new Promise<void>((resolve) => {
    isRead = resolve;
  }).then(() => read.get());
  const catalog = { ...read, get: () => large };
  const vitals = { ...newVitals(), data: { log, store, live, catalog, visits: new Visits(log) } };
  const { app } = await servedRoutes([searchRoute], { vitals, clock });
  const ask = () => app.inject({ method: "GET", url: "/api/search?q=chair" });
  let answers = 0;
  const asked = ask().finally(() => answers++);
  await vi.waitFor(async () => {
    await clock.advance(1_000);
    expect(answers).toBe(1);
  }, patiently);
  const { statusCode, headers, json } = await asked;
  expect([statusCode, headers["retry-after"], json().code]).toEqual([503, "5", "READING_CATALOG"]);
  isRead();
  expect((await ask()).json()).toMatchObject({ products: [{ productId: "p1" }] });
});

test.for(["/api/recommend", "/api/recommend?q=a&user=b", "/api/recommend?q=a&top_k=0", "/api/recommend?user="])(
  "%s is refused",
  async (url) => {
    const { ask } = await shop();
    expect(await ask(url)).toMatchObject({ status: 400 });
  },
);

test.for([
  "/api/search",
  "/api/search?q=%20",
  "/api/search?q=a&limit=0",
  "/api/search?q=a&limit=101",
  "/api/similar",
  "/api/similar?product=p1&by=looks",
])("%s is refused", async (url) => {
  const { ask } = await shop();
  expect(await ask(url)).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
});
