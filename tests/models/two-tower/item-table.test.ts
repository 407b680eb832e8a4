import { expect, test } from "vitest";
import { ItemTable, type KnownNames } from "../../../models/two-tower/item-table.ts";
import { NameRows } from "../../../models/two-tower/name-rows.ts";
import type { ShopItem } from "../../../models/two-tower/shop-item.ts";
import { plainReader, type TextReader } from "../../../models/two-tower/text-reader.ts";

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

test("ItemTable.meanTexts: the mean of each list's titles, of any width, and zero for none", async () => {
  // a title's vector: its number and the six numbers after it
  const numbers: TextReader = {
    width: 7,
    read: async (titles) => titles.map((title) => Float32Array.from({ length: 7 }, (_, column) => column + +title)),
    close: async () => {},
  };
  const items = [item("a", "10"), item("b", "20"), item("c", "60")];
  const table = await ItemTable.of(items, names, numbers);
  const { data, dims } = table.meanTexts([Int32Array.of(0, 1, 2), Int32Array.of(), Int32Array.of(1)]);
  const from = (first: number) => [0, 1, 2, 3, 4, 5, 6].map((column) => first + column);
  expect([dims, Array.from(data as Float32Array)]).toEqual([
    [3, 7],
    [...from(30), 0, 0, 0, 0, 0, 0, 0, ...from(20)],
  ]);
});
