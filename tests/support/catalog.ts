import type { EventLog } from "../../connectors/event-log.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import type { CatalogProduct, InteractionEvent } from "../../schemas/generated/events.ts";

/** A product of a shop, of which only what matters is said. */
export function catalogProduct(productId: string, title: string, more: Partial<CatalogProduct> = {}): CatalogProduct {
  const unknown = { description: null, brand: null, category: null, price: null, picture: null, attributes: {} };
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

/** A visitor clicks products, one after the other. */
export async function choose(log: EventLog, userId: string | null, ...productIds: readonly string[]): Promise<void> {
  const time = Date.UTC(2024, 0, 2);
  const clicks = productIds.map((productId, i) => clickOn(productId, { userId, time: time + i }));
  await log.append(clicks.map((click) => encodeEvent("interactions", click)));
}

/** A click, of which only what matters is said. */
export function clickOn(productId: string, more: Partial<InteractionEvent> = {}): InteractionEvent {
  const unknown = { sessionId: null, userId: null, refersTo: null, query: null, position: null };
  const time = Date.UTC(2024, 0, 2);
  const bare = { eventId: `click-${productId}`, time, source: "test", type: "click", price: null, quantity: null };
  return { ...unknown, ...bare, productId, ...more };
}
