import { expect, test } from "vitest";
import { ItemTable, type KnownNames } from "../../../models/two-tower/item-table.ts";
import { NameRows } from "../../../models/two-tower/name-rows.ts";
import type { ShopItem } from "../../../models/two-tower/shop-item.ts";
import { plainReader } from "../../../models/two-tower/text-reader.ts";

const rows = new NameRows([], 2);
const names: KnownNames = { items: rows, users: rows, brands: rows, categories: rows };
const item = (id: string, title: string): ShopItem => ({ id, title, brand: null, category: null });
const tableOf = (items: readonly ShopItem[]) => ItemTable.of(items, names, plainReader);

test("ItemTable.copy: a product that is renamed, twice, leaves alone those of the same title, and other tables", async () => {
  const items = [item("a", "tea"), item("b", "tea"), item("c", "milk")];
  const [table, other] = [await tableOf(items), await tableOf(items)];
  const [tea, milk] = [table.textOf(0).slice(), table.textOf(2).slice()];
  const renamed = await tableOf([item("a", "a jar"), item("a", "a large jar"), item("d", "bread")]);
  table.copy(0, renamed, 0);
  table.copy(3, renamed, 2);
  table.copy(0, renamed, 1);
  const expected = [renamed.textOf(1), tea, milk, renamed.textOf(2)];
  expect([0, 1, 2, 3].map((place) => table.textOf(place))).toEqual(expected);
  expect([0, 1, 2].map((place) => other.textOf(place))).toEqual([tea, tea, milk]);
});
