import { choicesBetween, countsOf, type ShopHistory } from "../../models/two-tower/choices.ts";
import type { ShopSince } from "../../models/two-tower/fine-tune.ts";
import type { ShopItem } from "../../models/two-tower/shop-item.ts";
import type { TwoTowerState } from "../../models/two-tower/two-tower-file.ts";
import { type Choice, type ShopRecords, shopHistory } from "./shop-history.ts";
import { before } from "./time-split.ts";

/** What a model knows of a shop, followed by those of the choices that come after its training. Of products the records tell, where they know them. */
export function shopSince(state: TwoTowerState, { choices, catalog }: ShopRecords): ShopSince {
  const known = knownChoices(state);
  const later = choices.filter(({ time }) => time > state.until);
  return sinceOf(state, shopHistory(catalogSince(state.items, catalog), [...known, ...later]), known.length);
}

/** A shop as it was after so many of its choices. */
export function shopUpTo(state: TwoTowerState, { shop, newFrom }: ShopSince, end: number): ShopSince {
  return sinceOf(state, { ...shop, choices: before(shop.choices, end) }, newFrom);
}

function sinceOf({ counts: earlier }: TwoTowerState, shop: ShopHistory, newFrom: number): ShopSince {
  const counts = countsOf(choicesBetween(shop.choices, newFrom, shop.choices.items.length), shop.items.length);
  for (const [item, count] of earlier.entries()) counts[item]! += count;
  return { shop, newFrom, counts };
}

/** The histories that a model carries, the earliest choice first; when each was made, and of which kind it was, it does not know. */
function knownChoices({ histories, items, until }: TwoTowerState): readonly Choice[] {
  return [...histories].flatMap(([user, recent]) =>
    Array.from(recent.toReversed(), (item) => ({ user, productId: items[item]!.id, time: until, type: "" })),
  );
}

/** The model's products in their order, as they are told now, and then those that it does not know. */
function catalogSince(known: readonly ShopItem[], told: readonly ShopItem[]): readonly ShopItem[] {
  const catalog = new Map(known.map((item) => [item.id, item]));
  for (const item of told) catalog.set(item.id, item);
  return [...catalog.values()];
}
