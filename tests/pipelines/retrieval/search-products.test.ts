import { afterAll, expect, test } from "vitest";
import { emitted } from "../../../pipelines/evaluation/score-events.ts";
import type { CurrentModel, LiveModel } from "../../../pipelines/live-models.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { searchProducts } from "../../../pipelines/retrieval/search-products.ts";
import { embedStage } from "../../../pipelines/stages/embed.ts";
import { scoreStage } from "../../../pipelines/stages/score.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import { createMemoryLog } from "../../../pipelines/testing.ts";
import type { CatalogProduct } from "../../../schemas/generated/events.ts";
import { topics } from "../../../schemas/topics.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { liveOnShop, smallShop } from "../../support/trained-model.ts";

const products = [...smallShop.catalog()];
const live = await liveOnShop();
const models = { current: async () => live };
/** The same model, to which no text is like another: only words find. */
const embedBlindly: LiveModel["embedder"]["embed"] = async (texts) => texts.map(() => new Float32Array(128));
const blind = { current: async () => ({ ...live, embedder: { ...live.embedder, embed: embedBlindly } }) };

async function catalogOf(
  onSale: readonly CatalogProduct[],
  readBy: CurrentModel<LiveModel> = models,
): Promise<LiveCatalog> {
  const log = createMemoryLog();
  await log.createTopics(topics);
  await sell(log, onSale);
  const opened = await LiveCatalog.open(log, readBy);
  await opened.catchUp();
  return opened;
}

const query = "cordless dril";
const catalog = await catalogOf(products);
afterAll(() => catalog.close());

test("searchProducts: finds products by words and vectors, and tells how the query was read", async () => {
  const found = await searchProducts(catalog, models, { query, limit: 5 });
  expect(found).toMatchObject({
    query,
    reading: { words: ["cordless", "drill"], rewrites: [{ from: "dril", to: "drill", rule: "spelling" }] },
    model: "ridge-1",
    searched: 800,
  });
  expect(found.products).toHaveLength(5);
  expect(found.products.every(({ title }) => /drill/i.test(title))).toBe(true);
  expect(found.found).toBeGreaterThan(5);
  expect(found.found).toBeLessThanOrEqual(100);
  const scores = found.products.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test("searchProducts: counts brands and categories of all that was found", async () => {
  const { facets, found, products: best } = await searchProducts(catalog, models, { query, limit: 1 });
  const counted = facets.brand.reduce((sum, { count }) => sum + count, 0);
  expect(best).toHaveLength(1);
  expect(counted).toBe(found);
  expect(facets.category.map(({ value }) => value)).toContain(best[0]!.category);
});

test("searchProducts: scores as the stages score the same products shown for the query", async () => {
  const { products: found } = await searchProducts(catalog, models, { query, limit: 100 });
  const shown = found.map(({ productId }, i) => {
    const { title, brand, category, price, attributes } = products.find((product) => product.productId === productId)!;
    return { productId, title, position: i + 1, brand, category, price, attributes };
  });
  const search = { eventId: "e1", time: 0, source: "test", sessionId: null, userId: null, query, products: shown };
  const tokenized = emitted(await tokenizeStage(models).run([search]));
  const embedded = emitted(await embedStage(models).run(tokenized));
  const [scored] = emitted(await scoreStage(models).run(embedded));
  const scores = new Map(scored!.products.map(({ productId, score }) => [productId, score]));
  for (const { productId, score } of found) expect(score).toBeCloseTo(scores.get(productId)!, 5);
});

test("searchProducts: a champion that reads otherwise scores what the index of before found", async () => {
  const other = await liveOnShop("ridge-2", 60);
  const found = await searchProducts(catalog, { current: async () => other }, { query, limit: 3 });
  expect(found.model).toBe("ridge-2");
  expect(found.products).toHaveLength(3);
});

test("searchProducts: a new word is found as it was typed, whatever the model takes it for", async () => {
  expect(live.analyser.analyseQuery("drilla").words).toEqual(["drill"]);
  const shop = await catalogOf([...products, catalogProduct("new", "Drilla")], blind);
  const found = await searchProducts(shop, blind, { query: "drilla", limit: 100 });
  expect(found.products.map(({ productId }) => productId)).toContain("new");
  await shop.close();
});

test("searchProducts: gives the model back", async () => {
  let lent = 0;
  const lending = {
    current: async () => {
      lent++;
      return live;
    },
    release: () => void lent--,
  };
  await searchProducts(catalog, lending, { query, limit: 3 });
  expect(lent).toBe(0);
});

test.for([
  [{ query: "  ", limit: 5 }, "the query is empty"],
  [{ query: "a b ".repeat(251), limit: 5 }, "the query has 1004 characters"],
  [{ query, limit: 0 }, "the limit must be a whole number from 1 to 100, not 0"],
  [{ query, limit: 101 }, "not 101"],
  [{ query, limit: 1.5 }, "not 1.5"],
] as const)("searchProducts: refuses %j", async ([odd, message]) => {
  await expect(searchProducts(catalog, models, odd)).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringContaining(message),
  });
});

test("searchProducts: what nothing is like is answered with nothing", async () => {
  const nothing = await catalogOf([]);
  const found = await searchProducts(nothing, models, { query, limit: 5 });
  expect(found).toMatchObject({ products: [], found: 0, searched: 0, facets: { brand: [], category: [] } });
  await nothing.close();
});
