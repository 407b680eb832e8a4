import { expect, test } from "vitest";
import { openTwoTower } from "../../../models/two-tower/two-tower-model.ts";
import { encodeEvent } from "../../../pipelines/batch.ts";
import { recommend } from "../../../pipelines/recommend/recommend.ts";
import { Visits } from "../../../pipelines/retrieval/visits.ts";
import { catalogProduct, choose, clickOn, sell, withdraw } from "../../support/catalog.ts";
import { smallShop } from "../../support/small-shop.ts";
import { trainSmallTowers, useTowers } from "../../support/small-towers.ts";

const trained = await trainSmallTowers();
const hashUser = (name: string) => name.replace("visitor ", "u");

/** The small shop with the model in use, or none. */
async function shop(isTrained = true) {
  const { log, clock, catalog, recommenders, recommender } = await smallShop();
  const keep = () => useTowers(recommenders, trained);
  if (isTrained) await keep();
  return { log, clock, keep, sources: { catalog, visits: new Visits(log), recommender, hashUser } };
}

test("recommend: the same first ten as the trained model, of what the shop sells, each with its reasons", async () => {
  const { sources } = await shop();
  const { products, history, by, model, space } = await recommend(sources, { user: "visitor 1", limit: 10 });
  expect({ by, model, space }).toEqual({ by: "history", model: "two-tower-1", space: trained.space });
  const best = await trained.forVisitor(trained.visitor("u1"), 10, (item) => item !== 39);
  expect(products.map(({ productId }) => productId)).toEqual(Array.from(best.items, (item) => `p${item}`));
  expect(history.length).toBe(new Set(trained.visitor("u1").recent).size);
  for (const { score, why } of products) {
    expect(why!.towers + why!.popularity + why!.again).toBeCloseTo(score, 4);
    expect(why!.nearest!.likeness).toBeLessThanOrEqual(1);
    expect(why!.attributes.category).not.toBe(0);
  }
  const repeated = products.find(({ why }) => why!.again > 0)!;
  expect(repeated.why!.nearest).toMatchObject({ productId: repeated.productId, shared: ["brand", "category"] });
});

test("recommend: what a visitor chose since the training counts at once", async () => {
  const { log, sources } = await shop();
  const unknown = await recommend(sources, { user: "visitor 99", limit: 3 });
  expect(unknown).toMatchObject({ by: "popularity", model: "two-tower-1", history: [] });
  await choose(log, "visitor 99", "p5");
  expect((await recommend(sources, { user: "visitor 99", limit: 3 })).history).toEqual([]);
  const time = trained.state.until + 1;
  await log.append([encodeEvent("interactions", clickOn("p5", { userId: "visitor 99", time }))]);
  const known = await recommend(sources, { user: "visitor 99", limit: 39 });
  expect(known).toMatchObject({ by: "history", history: [{ productId: "p5" }] });
  expect(known.products.find(({ productId }) => productId === "p5")!.why!.again).toBeGreaterThan(0);
});

test("recommend: what is new, renamed or off sale, as soon as the catalog has it", async () => {
  const { log, sources } = await shop();
  const wish = { query: "coffee", limit: 40 };
  const first = (await recommend(sources, wish)).products[0]!;
  await sell(log, [
    catalogProduct("new", first.title, { brand: first.brand, category: first.category, price: 3 }),
    catalogProduct("p3", "coffee no. 99", { brand: "brand 0", category: "food > coffee" }),
  ]);
  await withdraw(log, first.productId);
  await sources.catalog.catchUp();
  const { products } = await recommend(sources, wish);
  const scores = new Map(products.map(({ productId, score }) => [productId, score]));
  expect(products.length).toBe(39);
  expect(scores.has(first.productId)).toBe(false);
  const model = await openTwoTower(trained.state);
  const { placed } = model;
  await placed.put([
    { id: "new", title: first.title, brand: first.brand, category: first.category },
    { id: "p3", title: "coffee no. 99", brand: "brand 0", category: "food > coffee" },
  ]);
  const vector = await model.queryVectors(["coffee"]);
  for (const id of ["new", "p3"]) {
    const { towers, popularity } = model.partsOf(vector, new Int32Array(), placed.indexOf(id)!);
    expect(scores.get(id)).toBeCloseTo(towers + popularity, 4);
  }
  expect(products.find(({ productId }) => productId === "new")).toMatchObject({ title: first.title, price: 3 });
});

test("recommend: a choice of a product that is newer than the model counts, too", async () => {
  const { log, sources } = await shop();
  await sell(log, [catalogProduct("new", "tea no. 77", { brand: "brand 0", category: "food > tea" })]);
  await sources.catalog.catchUp();
  const time = trained.state.until + 1;
  await log.append([encodeEvent("interactions", clickOn("new", { userId: "visitor 99", time }))]);
  const known = await recommend(sources, { user: "visitor 99", limit: 40 });
  expect(known).toMatchObject({ by: "history", history: [{ productId: "new", title: "tea no. 77" }] });
  expect(known.products.find(({ productId }) => productId === "new")!.why!.again).toBeGreaterThan(0);
});

test("recommend: the model knows nothing of who was erased after its training", async () => {
  const { log, sources } = await shop();
  const erasedAt = trained.state.until + 5;
  const visits = new Visits(log, async () => (user, sentAt) => user === "visitor 1" && sentAt <= erasedAt);
  const erased = await recommend({ ...sources, visits }, { user: "visitor 1", limit: 5 });
  expect(erased).toMatchObject({ by: "popularity", model: "two-tower-1", history: [] });
  expect(erased.products.map(({ why }) => why!.again)).toEqual([0, 0, 0, 0, 0]);
  expect(await recommend({ ...sources, visits }, { user: "visitor 2", limit: 5 })).toMatchObject({ by: "history" });
});

test("recommend: for a query by the query tower", async () => {
  const { sources } = await shop();
  const { by, model, products } = await recommend(sources, { query: "coffee", limit: 39 });
  expect({ by, model, count: products.length }).toEqual({ by: "query", model: "two-tower-1", count: 39 });
  expect(products[0]!.why).toMatchObject({ again: 0, nearest: null });
});

test("recommend: vectors of titles answer until a model is put to use", async () => {
  const { sources, keep, clock } = await shop(false);
  const before = await recommend(sources, { query: "coffee", limit: 1 });
  expect(before).toMatchObject({ model: null, products: [{ why: null }] });
  await keep();
  await clock.advance(1_000);
  expect(await recommend(sources, { query: "coffee", limit: 1 })).toMatchObject({ model: "two-tower-1" });
});
