import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { placeOfKind, type ShopHistory } from "../../models/two-tower/choices.ts";
import type { ShopItem } from "../../models/two-tower/shop-item.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import { importFile } from "../replay/import-file.ts";
import type { ImportOptions } from "../replay/preset.ts";

/** What one visitor did with one product. */
export interface Choice {
  readonly user: string;
  readonly productId: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** `click`, `cart`, `order`, or a name of the shop's own. */
  readonly type: string;
}

/** A shop's history of its choices, in any order, and its catalog; a product that the catalog lacks is known by its id alone. */
export function shopHistory(catalog: readonly ShopItem[], given: readonly Choice[]): ShopHistory {
  const choices = given.toSorted((one, other) => one.time - other.time);
  const items = [...catalog];
  const itemOf = new Map(items.map(({ id }, index) => [id, index]));
  const users: string[] = [];
  const userOf = new Map<string, number>();
  const columns = {
    users: new Int32Array(choices.length),
    items: new Int32Array(choices.length),
    times: Float64Array.from(choices, ({ time }) => time),
    kinds: Uint8Array.from(choices, ({ type }) => placeOfKind(type)),
  };
  for (const [choice, { user, productId }] of choices.entries()) {
    if (!itemOf.has(productId)) {
      itemOf.set(productId, items.length);
      items.push({ id: productId, title: productId, brand: null, category: null });
    }
    if (!userOf.has(user)) {
      userOf.set(user, users.length);
      users.push(user);
    }
    columns.items[choice] = itemOf.get(productId)!;
    columns.users[choice] = userOf.get(user)!;
  }
  return { items, users, choices: columns };
}

/** What a source says of a shop. */
export interface ShopRecords {
  readonly choices: readonly Choice[];
  /** Products of its own, or of the file of products. */
  readonly catalog: readonly ShopItem[];
}

/** Names that the file of a shop's products has beside that of its interactions. */
const besides = ["products.csv.gz", "products.csv"];

/**
 * Reads interactions from a file, and the catalog from it, from the file of products that is named, or from `products.csv` beside it. Visitors
 * are named by `nameOf`. Throws FILE_UNREADABLE where nobody does anything, and what reading throws.
 */
export async function shopOfFile(options: ImportOptions, nameOf: (userId: string) => string): Promise<ShopRecords> {
  const { catalog: named, ...file } = options;
  const { choices, catalog } = await recordsOf(file, nameOf);
  if (choices.length === 0)
    throw new TwinstreamError(
      "FILE_UNREADABLE",
      `"${options.path}" holds no click, cart or order of a visitor; give a file of interactions, such as one of --preset completejourney`,
    );
  const products = named ?? (catalog.length === 0 ? fileBeside(options.path) : undefined);
  if (products === undefined) return { choices, catalog };
  if (named === undefined) options.notice?.(`the products are those of "${products}"; --catalog names another file`);
  return { choices, catalog: [...catalog, ...(await recordsOf({ ...file, path: products }, nameOf)).catalog] };
}

async function recordsOf(options: ImportOptions, nameOf: (userId: string) => string): Promise<ShopRecords> {
  const choices: Choice[] = [];
  const catalog = new Map<string, ShopItem>();
  for await (const events of importFile(options))
    for (const { topic, event } of events) {
      if (topic === "catalog") catalog.set(event.productId, itemOf(event));
      if (topic === "interactions" && event.userId !== null)
        choices.push({ user: nameOf(event.userId), productId: event.productId, time: event.time, type: event.type });
    }
  return { choices, catalog: [...catalog.values()] };
}

function itemOf({ productId: id, title, brand, category }: CatalogProduct): ShopItem {
  return { id, title, brand, category };
}

function fileBeside(path: string): string | undefined {
  return besides.map((name) => join(dirname(path), name)).find((beside) => beside !== path && existsSync(beside));
}
