import { expect, onTestFinished, test } from "vitest";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { openRecommenders } from "../../../pipelines/recommend/keep-recommender.ts";
import { LiveRecommender } from "../../../pipelines/recommend/live-recommender.ts";
import { similarByTowers } from "../../../pipelines/recommend/similar-by-towers.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { openRegistry } from "../../support/registry.ts";
import { smallCatalog } from "../../support/small-shop-history.ts";
import { trainSmallTowers, useTowers } from "../../support/small-towers.ts";

/** The small shop, of which all but the last product is sold, before any model is in use. */
async function shop() {
  const { log, clock, folder } = await openRegistry();
  const sold = smallCatalog.slice(0, 39);
  await sell(
    log,
    sold.map(({ id, ...product }) => catalogProduct(id, product.title, { ...product, price: 2 })),
  );
  const catalog = await LiveCatalog.open(log, untrainedModels);
  await catalog.catchUp();
  const recommenders = openRecommenders(folder);
  const recommender = new LiveRecommender(recommenders, clock, expect.unreachable);
  onTestFinished(async () => {
    await recommender.close();
    await catalog.close();
  });
  const similar = (productId: string, limit = 3) => similarByTowers(catalog, recommender, { productId, limit });
  return { catalog, clock, recommenders, similar };
}

test("similarByTowers: in the space of the model in use, of what the shop sells", async () => {
  const { clock, recommenders, similar } = await shop();
  expect(await similar("p1")).toBe("untrained");
  const model = await trainSmallTowers();
  await useTowers(recommenders, model);
  await clock.advance(1_000);
  const found = await similar("p1", 39);
  expect(found).toMatchObject({ productId: "p1", title: "coffee no. 0", space: model.space, model: "two-tower-1" });
  if (typeof found === "string") return expect.unreachable(found);
  const { products } = found;
  const [item] = [Number(products[0]!.productId.slice(1))];
  const { title, brand, category } = smallCatalog[item]!;
  expect(products[0]).toMatchObject({ title, brand, category, price: 2 });
  expect(products.map(({ productId }) => productId)).not.toContain("p39");
  const likenesses = products.map(({ likeness }) => likeness);
  expect(likenesses).toEqual(likenesses.toSorted((one, other) => other - one));
  expect(await similar("p39")).toBe("unknown");
  await expect(similar("p1", 0)).rejects.toMatchObject({ code: "WRONG_USAGE" });
});

test("similarByTowers: without anything that recommends nothing is trained", async () => {
  const { catalog } = await shop();
  expect(await similarByTowers(catalog, undefined, { productId: "p1", limit: 3 })).toBe("untrained");
});
