import { seededRandom } from "../../models/random.ts";
import type { ShopHistory } from "../../models/two-tower/choices.ts";
import type { KnownNames } from "../../models/two-tower/item-table.ts";
import { NameRows } from "../../models/two-tower/name-rows.ts";
import { levelsOf, type ShopItem } from "../../models/two-tower/shop-item.ts";

/** As many products, visitors and choices as the shared part of The Complete Journey has. */
const size = {
  items: 92_336,
  users: 2_469,
  choices: 75_000,
  brands: 5_000,
  departments: 30,
  categories: 2_300,
} as const;

/** A shop of that size whose choices fall on few products, as they do: nothing has to be downloaded for a step to be timed. */
export function towerShop(): ShopHistory {
  const random = seededRandom(1);
  const items = Array.from({ length: size.items }, (_, item): ShopItem => {
    const category = random.int(size.categories);
    return {
      id: String(item),
      title: `kind ${category} of ${random.int(20)} oz`,
      brand: `brand ${random.int(size.brands)}`,
      category: `department ${category % size.departments} > kind ${category % 300} > ${category}`,
    };
  });
  const columns = {
    users: Int32Array.from({ length: size.choices }, () => random.int(size.users)),
    items: Int32Array.from({ length: size.choices }, () => Math.floor(size.items * random.uniform() ** 4)),
    times: Float64Array.from({ length: size.choices }, (_, choice) => choice * 60_000),
  };
  return { items, users: Array.from({ length: size.users }, (_, user) => `u${user}`), choices: columns };
}

/** The names that a net of the shop has rows for, as a training knows them. */
export function namesOfShop({ items, users, choices }: ShopHistory, buckets: number): KnownNames {
  const known = (names: Iterable<string>) => new NameRows([...new Set(names)], buckets);
  return {
    items: known(Array.from(choices.items, (item) => items[item]!.id)),
    users: known(users),
    brands: known(items.flatMap(({ brand }) => brand ?? [])),
    categories: known(items.flatMap(({ category }) => levelsOf(category))),
  };
}
