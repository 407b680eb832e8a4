import type { Entry, EventLog } from "../../connectors/event-log.ts";
import { codecs } from "../../schemas/codec.ts";

/** The titles of the products in the `catalog` topic, kept in memory. */
export interface CatalogTitles {
  /** Reads on to where the topic ends now. */
  readOn(): Promise<void>;
  titleOf(productId: string): string | undefined;
}

/** Titles that are read when they are asked for the first time, and after that only what came since. */
export function catalogTitles(log: EventLog): CatalogTitles {
  const titles = new Map<string, string>();
  const next = new Map<number, number>();
  let reading = Promise.resolve();

  async function read(): Promise<void> {
    for (const { partition, start, end } of await log.extents("catalog")) {
      const from = next.get(partition) ?? start;
      if (from >= end) continue;
      for await (const entries of log.read("catalog", { partition, from })) for (const entry of entries) take(entry);
      next.set(partition, Math.max(end, next.get(partition) ?? 0));
    }
  }

  function take({ partition, offset, key, value }: Entry): void {
    next.set(partition, offset + 1);
    const decoded = codecs.catalog.decode(value ?? new Uint8Array());
    if ("event" in decoded) titles.set(decoded.event.productId, decoded.event.title);
    else if (value === null && key !== null) titles.delete(key);
  }

  return {
    readOn() {
      const done = reading.then(read);
      reading = done.catch(() => {}); // the caller has the error
      return done;
    },
    titleOf: (productId) => titles.get(productId),
  };
}
