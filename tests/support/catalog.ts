import type { EventLog } from "../../connectors/event-log.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";

/** A product of a shop, of which only what matters is said. */
export function catalogProduct(productId: string, title: string, more: Partial<CatalogProduct> = {}): CatalogProduct {
  const unknown = { description: null, brand: null, category: null, price: null, attributes: {} };
  return { productId, title, time: Date.UTC(2024, 0, 1), source: "test", ...unknown, ...more };
}

/** Puts products on sale. */
export async function sell(log: EventLog, products: readonly CatalogProduct[]): Promise<void> {
  await log.append(products.map((product) => encodeEvent("catalog", product)));
}

/** Takes a product off sale. */
export async function withdraw(log: EventLog, productId: string): Promise<void> {
  await log.append([{ topic: "catalog", key: productId, value: null }]);
}
