/** A worker thread that draws one map, so that the thread that asked for it stays free. */
import { parentPort } from "node:worker_threads";
import { systemClock } from "../../connectors/clock.ts";
import { composeMap, type MapProducts, type MapProgress, type MapSubject } from "./compose-map.ts";

/** What the thread is told: products, as often as need be, then of what they are, which begins it. */
export type MapOrder = { readonly products: MapProducts } | { readonly subject: MapSubject };

/** What the thread says; the map comes last. */
export type MapMessage = { readonly progress: MapProgress } | { readonly map: Uint8Array<ArrayBuffer> };

const progressEveryMs = 100;

const port = parentPort!;
const products: MapProducts[] = [];
let toldAt = Number.NEGATIVE_INFINITY;

function tell(progress: MapProgress): void {
  if (systemClock.now() - toldAt < progressEveryMs) return;
  toldAt = systemClock.now();
  port.postMessage({ progress } satisfies MapMessage);
}

async function obey(order: MapOrder): Promise<void> {
  if ("products" in order) return void products.push(order.products);
  const map = await composeMap(products, order.subject, tell);
  port.postMessage({ map } satisfies MapMessage, [map.buffer]);
  port.close();
}

port.on("message", (order: MapOrder) => void obey(order));
