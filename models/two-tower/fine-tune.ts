import { fitNet, type NetRun } from "../net/fit-net.ts";
import type { Weights } from "../net/training-state.ts";
import type { ShopHistory } from "./choices.ts";
import { examplesOf } from "./examples.ts";
import { ItemTable, type KnownNames } from "./item-table.ts";
import type { NameRows } from "./name-rows.ts";
import { levelsOf } from "./shop-item.ts";
import type { TwoTowerConfig } from "./two-tower-config.ts";
import type { TwoTowerState } from "./two-tower-file.ts";
import { describeShop, taskOf } from "./two-tower-learner.ts";
import { tableNames } from "./two-tower-net.ts";

/** A shop as a model knows it, and what happened since. */
export interface ShopSince {
  /** Its choices are those of the model's histories, which stand for all before, and then the new ones. */
  readonly shop: ShopHistory;
  /** How many choices come before the new ones. */
  readonly newFrom: number;
  /** How often each product was chosen in all. */
  readonly counts: Int32Array;
}

/** What a model would answer by if it knew what a shop came to, and had learned nothing from it. */
export function stateSince(state: TwoTowerState, { shop, counts }: Pick<ShopSince, "shop" | "counts">): TwoTowerState {
  return {
    ...describeShop(shop, state.config),
    counts,
    names: state.names,
    weights: state.weights,
    reader: state.reader,
  };
}

/**
 * Goes on learning from the new choices of a shop alone, at `config`'s rate and for its epochs. Who and what is new gets rows of its own, which begin
 * where they stood as unknown, and popularity goes on counting. Equal states, shops, config and seed give an equal model.
 */
export async function fineTune(
  state: TwoTowerState,
  since: ShopSince,
  config: TwoTowerConfig,
  run: NetRun,
): Promise<TwoTowerState> {
  const { shop, newFrom } = since;
  const names = grownNames(state.names, since);
  const { reader } = state;
  const table = await ItemTable.of(shop.items, names, reader);
  let epoch = 0;
  const weights = await fitNet(
    {
      ...taskOf({ config, names, reader }),
      data: examplesOf(shop, table, names.users, config, run.seed, newFrom),
      // of a short course the end counts
      validate: async () => -++epoch,
      start: async () => grownWeights(state, names, since),
    },
    run,
  );
  return { ...stateSince(state, since), config: state.config, names, weights };
}

function grownNames({ items, users, brands, categories }: KnownNames, { shop, counts }: ShopSince): KnownNames {
  const active = new Set(shop.choices.users);
  return {
    items: items.with(shop.items.filter((_, item) => counts[item]! > 0).map(({ id }) => id)),
    users: users.with(shop.users.filter((_, user) => active.has(user))),
    brands: brands.with(shop.items.flatMap(({ brand }) => brand ?? [])),
    categories: categories.with(shop.items.flatMap(({ category }) => levelsOf(category))),
  };
}

/** Which names the rows of a table are of. */
const namesOfTable: Readonly<Record<string, keyof KnownNames>> = {
  [tableNames.items]: "items",
  [tableNames.popularity]: "items",
  [tableNames.again]: "items",
  [tableNames.users]: "users",
  [tableNames.brands]: "brands",
  [tableNames.categories]: "categories",
};

function grownWeights(state: TwoTowerState, names: KnownNames, since: ShopSince): Weights {
  const grown = new Map(state.weights);
  for (const [table, of] of Object.entries(namesOfTable))
    grown.set(table, grownTable(state.weights.get(table)!, state.names[of], names[of]));
  countOn(grown.get(tableNames.popularity)!, state, names.items, since);
  return grown;
}

/** A table with a row for each new name, as the row that the name had while it was unknown. */
function grownTable(table: Float32Array, before: NameRows, after: NameRows): Float32Array {
  const width = table.length / before.rows;
  const grown = new Float32Array(after.rows * width);
  grown.set(table);
  for (const [place, name] of after.names.slice(before.names.length).entries()) {
    const shared = before.sharedRowOf(name) * width;
    grown.set(table.subarray(shared, shared + width), (before.rows + place) * width);
  }
  return grown;
}

/** Popularity is a logarithm of counts: what was chosen twice as often by now goes up by log 2, what is new begins with its count. */
function countOn(popularity: Float32Array, state: TwoTowerState, rows: NameRows, { shop, counts }: ShopSince): void {
  for (const [item, { id }] of shop.items.entries()) {
    const [before, now] = [state.counts[item] ?? 0, counts[item]!];
    if (before > 0) popularity[rows.rowOf(id)]! += Math.log(now / before);
    else if (now > 0) popularity[rows.rowOf(id)] = Math.log(now);
  }
}
