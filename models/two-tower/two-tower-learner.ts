import { TwinstreamError } from "../../schemas/errors.ts";
import { adamDefaults } from "../net/adam.ts";
import { fitNet, type NetRun, type NetTask } from "../net/fit-net.ts";
import type { Weights } from "../net/training-state.ts";
import { countsOf, Histories, type ShopHistory } from "./choices.ts";
import { examplesOf } from "./examples.ts";
import { ItemTable, type KnownNames } from "./item-table.ts";
import { NameRows } from "./name-rows.ts";
import { levelsOf } from "./shop-item.ts";
import { popularityWeights } from "./start-weights.ts";
import { plainReader, type TextReader } from "./text-reader.ts";
import type { TwoTowerConfig } from "./two-tower-config.ts";
import type { TwoTowerState } from "./two-tower-file.ts";
import { formOf } from "./two-tower-model.ts";
import { trainingNet } from "./two-tower-net.ts";

/** What a two-tower training is given from outside. */
export interface TwoTowerRun extends NetRun {
  /** What titles are read by; without one that which needs no file. */
  readonly reader?: TextReader;
  /** How bad a state is, by choices that it did not learn from: lower is better. */
  judge(state: TwoTowerState): Promise<number>;
}

/**
 * Learns the towers from what visitors chose. Equal histories, config and seed give an equal model. Throws TRAINING_IMPOSSIBLE where there is
 * nothing to learn from.
 */
export async function fitTwoTower(shop: ShopHistory, config: TwoTowerConfig, run: TwoTowerRun): Promise<TwoTowerState> {
  const { items, choices } = shop;
  if (choices.items.length === 0)
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      "nobody chose a product; two-tower learns from clicks, carts and orders",
    );
  const names = namesOf(shop, config);
  const { reader = plainReader } = run;
  const table = await ItemTable.of(items, names, reader);
  const stateOf = (weights: Weights): TwoTowerState => ({ ...describeShop(shop, config), reader, names, weights });
  const weights = await fitNet(
    {
      ...taskOf({ config, names, reader }),
      data: examplesOf(shop, table, names.users, config, run.seed),
      validate: (learned) => run.judge(stateOf(learned)),
      start: async () => popularityWeights(shop, names),
    },
    run,
  );
  return stateOf(weights);
}

/** The net that is trained for some names, and how. */
export function taskOf(
  of: Pick<TwoTowerState, "config" | "names" | "reader">,
): Pick<NetTask, "name" | "netFor" | "sizes" | "settings"> {
  const { config } = of;
  const { clipNorm, epochs, learningRate, batchSize, patience, cutPatience } = config;
  const form = formOf(of);
  return {
    name: "two-tower",
    netFor: () => trainingNet(form, config),
    sizes: [1],
    settings: {
      ...{ adam: adamDefaults, clipNorm, epochs, learningRate, batchSize, pool: 1 },
      watch: { patience, cutPatience, cutFactor: 0.2, minGain: 0 },
    },
  };
}

/** What a state says of the shop at the end of its choices. */
export function describeShop(
  { items, users, choices }: ShopHistory,
  config: TwoTowerConfig,
): Omit<TwoTowerState, "names" | "weights" | "reader"> {
  const histories = new Histories(choices, users.length, config.history);
  return {
    config,
    items,
    counts: countsOf(choices, items.length),
    histories: new Map(
      users.map((name, user) => [name, histories.atEnd(user)] as const).filter(([, own]) => own.length > 0),
    ),
    until: choices.times.at(-1) ?? 0,
  };
}

/** Products that were chosen and visitors who chose have rows of their own; of brands and categories all. */
function namesOf({ items, users, choices }: ShopHistory, { buckets }: TwoTowerConfig): KnownNames {
  const counts = countsOf(choices, items.length);
  const active = new Set(choices.users);
  return {
    items: new NameRows(
      items.filter((_, item) => counts[item]! > 0).map(({ id }) => id),
      buckets,
    ),
    users: new NameRows(
      users.filter((_, user) => active.has(user)),
      buckets,
    ),
    brands: new NameRows([...new Set(items.flatMap(({ brand }) => brand ?? []))], buckets),
    categories: new NameRows([...new Set(items.flatMap(({ category }) => levelsOf(category)))], buckets),
  };
}
