import type { Weights } from "../net/training-state.ts";
import { countsOf, type ShopHistory } from "./choices.ts";
import type { KnownNames } from "./item-table.ts";
import { tableNames } from "./two-tower-net.ts";

/** As often as a product that was never chosen counts as chosen: it may be next, and seldom is. */
const neverChosen = 0.1;

/** What a new net begins with: popularity is how often each product was chosen, as a logarithm, so that learning begins where counting ends. */
export function popularityWeights({ items, choices }: ShopHistory, names: KnownNames): Weights {
  const popularity = new Float32Array(names.items.rows).fill(Math.log(neverChosen));
  for (const [item, count] of countsOf(choices, items.length).entries())
    if (count > 0) popularity[names.items.rowOf(items[item]!.id)] = Math.log(count);
  return new Map([[tableNames.popularity, popularity]]);
}
