import { writeFileSync } from "node:fs";
import { createDemoShop } from "../../connectors/demo/demo-shop.ts";
import type { FedEvent } from "../../pipelines/feed.ts";

const shop = createDemoShop({ seed: 3, products: 800 });
const weekMs = 7 * 24 * 60 * 60 * 1000;

/** Part `number`, from 0, of what happens at a small demo shop: so many live searches and what follows from them, so many judged ones, and in part 0 the catalog. */
export function shopEvents(number: number, searches: number, judged: number): readonly FedEvent[] {
  const from = Date.UTC(2024, 0, 1) + number * weekMs;
  const catalog = number === 0 ? [...shop.catalog()] : [];
  return [
    ...catalog.map((event) => ({ topic: "catalog", event }) as const),
    ...shop.events({ from, count: searches }),
    ...[...shop.judgedQueries(judged, from)].map((event) => ({ topic: "labels", event }) as const),
  ];
}

/** Writes events as JSON lines, as `replay FILE --preset events` reads them. */
export function writeEvents(path: string, events: readonly FedEvent[]): void {
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}
