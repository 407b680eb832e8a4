import { expect, test } from "vitest";
import { shopHistory } from "../../../pipelines/recommend/shop-history.ts";
import { shopOfTables } from "../../../pipelines/recommend/shop-of-tables.ts";
import { keptAt, keptTables } from "../../support/kept-tables.ts";

test("shopOfTables: what known visitors chose, by time, and products as they were last", async () => {
  const folder = await keptTables({
    interactions: [
      { event_id: "b", time: keptAt + 1_000, user_id: "u1", type: "order", product_id: "p2" },
      { event_id: "a", time: keptAt, user_id: "u2", type: "click", product_id: "p9" },
      { event_id: "c", time: keptAt, user_id: null, type: "click", product_id: "p1" },
    ],
    catalog: [
      { product_id: "p1", time: keptAt, title: "Old Chair", brand: "Acme", category: "Chairs" },
      { product_id: "p1", time: keptAt + 5, title: "Chair", brand: null, category: "Chairs" },
      { product_id: "p2", time: keptAt, title: "Table", brand: null, category: null },
    ],
  });
  const { choices, catalog } = await shopOfTables(folder);
  expect(choices).toEqual([
    { user: "u2", productId: "p9", time: keptAt, type: "click" },
    { user: "u1", productId: "p2", time: keptAt + 1_000, type: "order" },
  ]);
  expect(catalog).toEqual([
    { id: "p1", title: "Chair", brand: null, category: "Chairs" },
    { id: "p2", title: "Table", brand: null, category: null },
  ]);
  expect(shopHistory(catalog, choices).items).toHaveLength(3);
});

test("shopOfTables: tables in which nobody did anything are told", async () => {
  await expect(shopOfTables(await keptTables({}))).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
});
