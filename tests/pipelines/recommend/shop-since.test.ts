import { expect, test } from "vitest";
import type { TwoTowerState } from "../../../models/two-tower/two-tower-file.ts";
import { shopSince, shopUpTo } from "../../../pipelines/recommend/shop-since.ts";

const [tea, soap] = [
  { id: "tea", title: "Tea", brand: null, category: "food" },
  { id: "soap", title: "Soap", brand: null, category: null },
];
/** Anna chose tea and then soap, and tea five times before what is remembered. */
const state = {
  items: [tea, soap],
  counts: Int32Array.of(6, 1),
  histories: new Map([["anna", Int32Array.of(1, 0)]]),
  until: 100,
} as unknown as TwoTowerState;
const greenTea = { ...tea, title: "Green tea" };
const cup = { id: "cup", title: "Cup", brand: null, category: null };
const since = shopSince(state, {
  choices: [
    { user: "ben", productId: "cup", time: 102, type: "order" },
    { user: "anna", productId: "tea", time: 101, type: "order" },
    { user: "anna", productId: "soap", time: 100, type: "order" },
  ],
  catalog: [cup, greenTea],
});

test("shopSince: what the model remembers comes first, then what is newer, with the products as they are told now", () => {
  const { shop, newFrom, counts } = since;
  expect(shop.items).toEqual([greenTea, soap, cup]);
  expect(shop.users).toEqual(["anna", "ben"]);
  expect([...shop.choices.items]).toEqual([0, 1, 0, 2]);
  expect([...shop.choices.users]).toEqual([0, 0, 0, 1]);
  expect([...shop.choices.times]).toEqual([100, 100, 101, 102]);
  expect(newFrom).toBe(2);
  expect([...counts]).toEqual([7, 1, 1]);
});

test("shopUpTo: leaves out and counts out what came later", () => {
  const { shop, newFrom, counts } = shopUpTo(state, since, 3);
  expect([...shop.choices.items]).toEqual([0, 1, 0]);
  expect(newFrom).toBe(2);
  expect([...counts]).toEqual([7, 1, 0]);
});
