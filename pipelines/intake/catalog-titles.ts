import type { EventLog } from "../../connectors/event-log.ts";
import { readCatalog } from "../retrieval/read-catalog.ts";

/** The titles of the products in the `catalog` topic, kept in memory. */
export interface CatalogTitles {
  /** Reads on to where the topic ends now. */
  readOn(): Promise<void>;
  titleOf(productId: string): string | undefined;
}

/** Titles that are read when they are asked for the first time, and after that only what came since. */
export function catalogTitles(log: EventLog): CatalogTitles {
  const titles = new Map<string, string>();
  const news = readCatalog(log);
  let reading = Promise.resolve();

  async function read(): Promise<void> {
    for await (const changes of news())
      for (const { productId, product } of changes) {
        if (product === undefined) titles.delete(productId);
        else titles.set(productId, product.title);
      }
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
