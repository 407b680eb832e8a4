import { queryColumns } from "../../connectors/duckdb/query-columns.ts";
import type { ShopItem } from "../../models/two-tower/shop-item.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { ShopRecords } from "./shop-history.ts";

/** The clicks, carts and orders of known visitors, and the catalog, as the tables have them. Throws TRAINING_IMPOSSIBLE where nobody did anything. */
export async function shopOfTables(tablesFolder: string): Promise<ShopRecords> {
  const { user, product, time, type } = await queryColumns(
    tablesFolder,
    'SELECT user_id AS "user", product_id AS product, epoch_ms(time) AS time, type FROM interactions WHERE user_id IS NOT NULL ORDER BY time, event_id',
  );
  const users = (user ?? []) as readonly string[];
  if (users.length === 0)
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      "the tables hold no click, cart or order of a known visitor; send interactions with a userId, or train --from FILE",
    );
  const times = time as ArrayLike<number | bigint>;
  const choices = users.map((name, i) => ({
    user: name,
    productId: (product as readonly string[])[i]!,
    time: Number(times[i]),
    type: (type as readonly string[])[i]!,
  }));
  return { choices, catalog: await catalogOf(tablesFolder) };
}

async function catalogOf(tablesFolder: string): Promise<readonly ShopItem[]> {
  const { id, title, brand, category } = await queryColumns(
    tablesFolder,
    "SELECT product_id AS id, title, brand, category FROM catalog QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY time DESC) = 1 ORDER BY id",
  );
  const ids = (id ?? []) as readonly string[];
  const [titles, brands, categories] = [title, brand, category] as readonly (readonly (string | null)[])[];
  return ids.map((own, i) => ({
    id: own,
    title: titles![i] ?? own,
    brand: brands![i] ?? null,
    category: categories![i] ?? null,
  }));
}
