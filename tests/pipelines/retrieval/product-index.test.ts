import { expect, onTestFinished, test } from "vitest";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { assembleText } from "../../../pipelines/live-models.ts";
import { ProductIndex } from "../../../pipelines/retrieval/product-index.ts";
import { catalogProduct } from "../../support/catalog.ts";

const live = assembleText(emptyVocabulary);

async function indexOf(...products: readonly Parameters<typeof catalogProduct>[]): Promise<ProductIndex> {
  const index = new ProductIndex(live);
  onTestFinished(() => index.close());
  await index.put(
    products.map((product) => catalogProduct(...product)),
    live,
  );
  return index;
}

function byWords(index: ProductIndex, query: string): readonly string[] {
  const { documents } = index.byWords(live.analyser.analyseQuery(query).stems, 10);
  return index.productsAt(documents).map(({ product }) => product.productId);
}

test("ProductIndex: finds by the words of title, brand and category", async () => {
  const index = await indexOf(
    ["p1", "18-Volt Drill", { brand: "Ryobi" }],
    ["p2", "Hammer Ryobi Drill Bits"],
    ["p3", "Shower Head", { category: "Bath Faucets" }],
  );
  expect(byWords(index, "drills")).toEqual(["p1", "p2"]);
  expect(byWords(index, "ryobi")).toEqual(["p2", "p1"]);
  expect(byWords(index, "faucet")).toEqual(["p3"]);
});

test("ProductIndex: what words and vectors find both comes before what one of them finds", async () => {
  const index = await indexOf(["p1", "Chairlift"], ["p2", "Oak Chair"], ["p3", "Garden Hose"]);
  const text = live.analyser.analyseQuery("chair");
  const [vector] = await live.embedder.embed([{ raw: "chair", ...text }]);
  const { documents } = await index.byBoth(text.stems, vector!, 10);
  const ids = index.productsAt(documents).map(({ product }) => product.productId);
  expect(ids.slice(0, 2)).toEqual(["p2", "p1"]);
});

test("ProductIndex: gives the product, its title analysed and its vector back", async () => {
  const index = await indexOf(["p1", "5-Gallon Buckets"]);
  const text = live.analyser.analyseTitle("5-Gallon Buckets");
  const [vector] = await live.embedder.embed([{ raw: "5-Gallon Buckets", ...text }]);
  expect(index.product("p1")).toEqual({ product: catalogProduct("p1", "5-Gallon Buckets"), text, vector });
  expect(index.product("p2")).toBeUndefined();
});

test("ProductIndex: a product that changed is found as it is now, one that went is not", async () => {
  const index = await indexOf(["p1", "Red Chair"], ["p2", "Blue Chair"]);
  await index.put([catalogProduct("p1", "Oak Table")], live);
  expect(byWords(index, "red chair")).toEqual(["p2"]);
  const ranking = index.byWords(["chair"], 10);
  index.delete("p2");
  index.delete("p9");
  expect(index.productsAt(ranking.documents)).toEqual([]);
  expect(index.size).toBe(1);
  await index.put([catalogProduct("p3", "Garden Chair")], live);
  expect(byWords(index, "chair")).toEqual(["p3"]);
});

test("ProductIndex: knows who reads as it does, and takes no vectors of another space", async () => {
  const index = await indexOf(["p1", "Red Chair"]);
  expect(index.isReadBy(live)).toBe(true);
  const other = { ...live, embedder: { ...live.embedder, space: "other-1" } };
  expect(index.isReadBy(other)).toBe(false);
  await expect(index.put([catalogProduct("p2", "Table")], other)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
});

test("ProductIndex: tells which products changed, as far back as it knows", async () => {
  const index = await indexOf(["p1", "Red Chair"], ["p2", "Blue Chair"]);
  const { changes } = index;
  expect(index.changedSince(changes)).toEqual([]);
  await index.put([catalogProduct("p2", "Oak Chair"), catalogProduct("p3", "Table")], live);
  index.delete("p1");
  index.delete("p9");
  expect(index.changedSince(changes)).toEqual(["p2", "p3", "p1"]);
  expect(index.changedSince(0)).toEqual(["p1", "p2", "p2", "p3", "p1"]);
  await index.put(
    Array.from({ length: 20_000 }, () => catalogProduct("p3", "Table")),
    live,
  );
  expect(index.changedSince(index.changes - 10_000)).toHaveLength(10_000);
  expect(index.changedSince(changes)).toBeUndefined();
});
