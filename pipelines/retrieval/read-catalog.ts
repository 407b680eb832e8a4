import type { Entry, EventLog } from "../../connectors/event-log.ts";
import { checks } from "../../schemas/checks.ts";
import { codecs } from "../../schemas/codec.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import { readNews } from "./read-news.ts";

/** A product as the shop sells it now, or, without `product`, one that it sells no more. */
export interface CatalogChange {
  readonly productId: string;
  readonly product: CatalogProduct | undefined;
}

/**
 * Gives what changed in the catalog since it was asked last, in the order of the log and in batches; at first everything. A batch counts as
 * read once the next one is asked for. What can't be read is passed over: `record` makes a dead letter of it.
 */
export function readCatalog(log: EventLog): () => AsyncGenerator<readonly CatalogChange[]> {
  const news = readNews(log, "catalog");
  return async function* changes() {
    for await (const entries of news()) yield entries.flatMap(changeOf);
  };
}

function changeOf({ key, value }: Entry): readonly CatalogChange[] {
  if (value === null) return key === null ? [] : [{ productId: key, product: undefined }];
  const decoded = codecs.catalog.decode(value);
  if ("error" in decoded || checks.catalog?.(decoded.event) !== undefined) return [];
  return [{ productId: decoded.event.productId, product: decoded.event }];
}
