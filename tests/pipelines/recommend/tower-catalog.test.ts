import { expect, onTestFinished, test } from "vitest";
import { openTwoTower } from "../../../models/two-tower/two-tower-model.ts";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { TowerCatalog } from "../../../pipelines/recommend/tower-catalog.ts";
import { ProductIndex } from "../../../pipelines/retrieval/product-index.ts";
import { catalogProduct } from "../../support/catalog.ts";
import { smallCatalog } from "../../support/small-shop-history.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";

const { state } = await trainSmallTowers();
const live = await untrainedModels.current();
const sold = smallCatalog.map(({ id, ...product }) => catalogProduct(id, product.title, product));

/** The small shop's products, what keeps the model's like them, and another model to compare with. */
async function shop() {
  const index = await openIndex();
  const [{ placed }, other] = [await openTwoTower(state), await openTwoTower(state)];
  return { index, placed, catalog: new TowerCatalog(placed), expected: other.placed };
}

async function openIndex(): Promise<ProductIndex> {
  const index = new ProductIndex(live);
  onTestFinished(() => index.close());
  await index.put(sold, live);
  return index;
}

test("TowerCatalog: what the model knows stays as it was learned, what is new or changed is placed by its texts", async () => {
  const { index, placed, catalog, expected } = await shop();
  await catalog.catchUp(index);
  expect(placed.vectors).toEqual(expected.vectors);
  const jar = { ...smallCatalog[4]!, title: "a jar" };
  const unsorted = { ...smallCatalog[5]!, category: null };
  const fresh = { id: "new", title: "coffee no. 3", brand: "brand 1", category: "food > coffee" };
  const all = [jar, unsorted, fresh];
  await index.put(
    all.map(({ id, ...product }) => catalogProduct(id, product.title, product)),
    live,
  );
  await catalog.catchUp(index);
  await expected.put(all);
  expect(placed.vectors).toEqual(expected.vectors);
});

test("TowerCatalog: of several changes the last counts, and who asks meanwhile waits for what is there by then", async () => {
  const { index, placed, catalog, expected } = await shop();
  const asked = catalog.catchUp(index);
  await index.put([{ ...sold[4]!, title: "a jar" }], live);
  await index.put([{ ...sold[4]!, title: "a cup" }, catalogProduct("gone", "a pot")], live);
  index.delete("gone");
  await Promise.all([asked, catalog.catchUp(index), catalog.catchUp(index)]);
  await expected.put([{ ...smallCatalog[4]!, title: "a cup" }]);
  expect(placed.vectors).toEqual(expected.vectors);
});

test("TowerCatalog: an index that takes the place of another is looked through, too", async () => {
  const { index, placed, catalog } = await shop();
  await catalog.catchUp(index);
  const other = await openIndex();
  await other.put([catalogProduct("new", "a jar")], live);
  await catalog.catchUp(other);
  expect(placed.at(placed.indexOf("new")!).title).toBe("a jar");
});
