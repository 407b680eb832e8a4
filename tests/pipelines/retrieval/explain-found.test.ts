import { afterAll, expect, test } from "vitest";
import { explainFound } from "../../../pipelines/retrieval/explain-found.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { searchProducts } from "../../../pipelines/retrieval/search-products.ts";
import { createMemoryLog } from "../../../pipelines/testing.ts";
import { topics } from "../../../schemas/topics.ts";
import { sell } from "../../support/catalog.ts";
import { liveOnShop, smallShop } from "../../support/trained-model.ts";

const live = await liveOnShop();
const models = { current: async () => live };
const log = createMemoryLog();
await log.createTopics(topics);
await sell(log, [...smallShop.catalog()].slice(0, 300));
const catalog = await LiveCatalog.open(log, models);
await catalog.catchUp();
afterAll(() => catalog.close());

const query = "cordless dril";

test("explainFound: products have the scores that the search gives them, best first", async () => {
  const { products: found } = await searchProducts(catalog, models, { query, limit: 100 });
  const asked = [found[4]!, found[1]!];
  const { products, base } = await explainFound(catalog, { query, productIds: asked.map((one) => one.productId) });
  expect(products.map(({ productId }) => productId)).toEqual([found[1]!.productId, found[4]!.productId]);
  expect(products.map(({ score }) => score)).toEqual([found[1]!.score, found[4]!.score]);
  for (const { score, contributions } of products) {
    const sum = contributions!.reduce((total, { adds }) => total + adds, base!);
    expect(Math.min(3, Math.max(1, sum))).toBeCloseTo(score, 4);
  }
});

test("explainFound: a piece that is left out is left out of the search of the same products", async () => {
  const { products: found } = await searchProducts(catalog, models, { query, limit: 1 });
  const { products } = await explainFound(catalog, { query, productIds: [found[0]!.productId] });
  const { score, without } = products[0]!;
  expect(without.map(({ piece }) => piece)).toEqual(["cordless", "dril"]);
  expect(without[1]!.score).toBeLessThan(score);
});

test("explainFound: what the search does not find is left out", async () => {
  expect((await explainFound(catalog, { query, productIds: ["none"] })).products).toEqual([]);
});
