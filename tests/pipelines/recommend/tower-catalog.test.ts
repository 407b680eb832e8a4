import { expect, onTestFinished, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { TowerCatalog } from "../../../pipelines/recommend/tower-catalog.ts";
import { ProductIndex } from "../../../pipelines/retrieval/product-index.ts";
import { catalogProduct } from "../../support/catalog.ts";
import { smallCatalog } from "../../support/small-shop-history.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";

const model = await trainSmallTowers();
const live = await untrainedModels.current();
const sold = smallCatalog.map(({ id, ...product }) => catalogProduct(id, product.title, product));

/** The small shop's products, and those that the model places. */
async function shop(products = sold) {
  const index = await ProductIndex.open(live);
  await index.put(products, live);
  const towers = new TowerCatalog(model);
  onTestFinished(async () => {
    await towers.close();
    await index.close();
  });
  return { index, nearTo: (id: string, limit: number) => towers.nearTo(id, limit, index) };
}

test("TowerCatalog: the nearest are those of the highest cosines of the item tower, without the product itself", async () => {
  const { nearTo } = await shop();
  const near = await nearTo("p4", 5);
  const all = smallCatalog.map(({ id }, item) => ({ id, likeness: cosine(model.towerOf(4), model.towerOf(item)) }));
  const best = all.filter(({ id }) => id !== "p4").sort((one, other) => other.likeness - one.likeness);
  expect(near).toEqual(
    best.slice(0, 5).map(({ id, likeness }) => ({ productId: id, likeness: expect.closeTo(likeness, 5) })),
  );
});

test("TowerCatalog: one that is new or renamed stands where its title, brand and category put it, as if it had been learned", async () => {
  const { index, nearTo } = await shop();
  await nearTo("p4", 1);
  const { title, brand, category } = smallCatalog[39]!;
  const [tower] = await model.towersOf([{ id: "p39", title, brand, category }]);
  expect(tower).toEqual(model.towerOf(39));
  await index.put([catalogProduct("new", "coffee no. 3", { brand, category }), { ...sold[4]!, title: "a jar" }], live);
  const [known, renamed] = await model.towersOf([
    { id: "new", title: "coffee no. 3", brand, category },
    { ...smallCatalog[4]!, title: "a jar" },
  ]);
  const [nearest] = (await nearTo("new", 41))!.filter(({ productId }) => productId === "p4");
  expect(nearest!.likeness).toBeCloseTo(cosine(known!, renamed!), 5);
});

test("TowerCatalog: what is sold no more is found no more, and its place is taken by what comes", async () => {
  const { index, nearTo } = await shop(sold.slice(0, 3));
  expect((await nearTo("p0", 10))!.map(({ productId }) => productId)).not.toContain("p3");
  index.delete("p1");
  await index.put([sold[3]!], live);
  const ids = (await nearTo("p0", 10))!.map(({ productId }) => productId);
  expect(ids).not.toContain("p1");
  expect(await nearTo("p1", 10)).toBeUndefined();
  expect(await nearTo("p3", 10)).toBeDefined();
});
