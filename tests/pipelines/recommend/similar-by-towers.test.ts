import { expect, test } from "vitest";
import { similarByTowers } from "../../../pipelines/recommend/similar-by-towers.ts";
import { smallShop } from "../../support/small-shop.ts";
import { smallCatalog } from "../../support/small-shop-history.ts";
import { trainSmallTowers, useTowers } from "../../support/small-towers.ts";

test("similarByTowers: in the space of the model in use, of what the shop sells", async () => {
  const { clock, catalog, recommenders, recommender } = await smallShop();
  const similar = (productId: string, limit = 3) => similarByTowers(catalog, recommender, { productId, limit });
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
  const { catalog } = await smallShop();
  expect(await similarByTowers(catalog, undefined, { productId: "p1", limit: 3 })).toBe("untrained");
});
