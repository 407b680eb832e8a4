import { expect, onTestFinished, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { similarProducts } from "../../../pipelines/retrieval/similar-products.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { openRegistry } from "../../support/registry.ts";

async function catalogOf(...titles: readonly string[]): Promise<LiveCatalog> {
  const { log } = await openRegistry();
  await sell(
    log,
    titles.map((title, i) => catalogProduct(`p${i}`, title, { brand: "Acme", price: i })),
  );
  const catalog = await LiveCatalog.open(log, untrainedModels);
  onTestFinished(() => catalog.close());
  await catalog.catchUp();
  return catalog;
}

test("similarProducts: finds the products of the nearest titles, and not the product itself", async () => {
  const catalog = await catalogOf("Oak Garden Chair", "Oak Garden Chairs", "Oak Table", "Paint Roller 9 in.");
  const similar = await similarProducts(catalog, { productId: "p0", limit: 2 });
  const [own, nearest] = await catalog.use(async ({ index }) => [index.product("p0")!, index.product("p1")!]);
  expect(similar).toMatchObject({ productId: "p0", title: "Oak Garden Chair", space: "hashed-ngrams-128-1/none" });
  expect(similar!.products.map(({ productId }) => productId)).toEqual(["p1", "p2"]);
  expect(similar!.products[0]).toEqual({
    productId: "p1",
    title: "Oak Garden Chairs",
    ...{ brand: "Acme", category: null, price: 1 },
    likeness: cosine(own.vector, nearest.vector),
  });
});

test("similarProducts: many of the same title push nobody out", async () => {
  const catalog = await catalogOf("Chair", "Chair", "Chair", "Chair");
  const similar = await similarProducts(catalog, { productId: "p3", limit: 2 });
  expect(similar!.products.map(({ productId }) => productId)).toEqual(["p0", "p1"]);
});

test("similarProducts: knows nothing of a product that the shop has not, and refuses an odd limit", async () => {
  const catalog = await catalogOf("Chair");
  expect(await similarProducts(catalog, { productId: "p9", limit: 2 })).toBeUndefined();
  await expect(similarProducts(catalog, { productId: "p0", limit: 0 })).rejects.toMatchObject({ code: "WRONG_USAGE" });
});
