import type { Entry, EventLog } from "../../connectors/event-log.ts";
import { checks } from "../../schemas/checks.ts";
import { codecs } from "../../schemas/codec.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";

/** A product as the shop sells it now, or, without `product`, one that it sells no more. */
export interface CatalogChange {
  readonly productId: string;
  readonly product: CatalogProduct | undefined;
}

/**
 * Gives what changed in the catalog since it was asked last, in the order of the log and in batches; at first everything. It needs no group, so
 * every process has the whole of it. A batch counts as read once the next one is asked for. What can't be read is passed over: `record` makes
 * a dead letter of it.
 */
export function readCatalog(log: EventLog): () => AsyncGenerator<readonly CatalogChange[]> {
  const positions = new Map<number, number>();
  return async function* news() {
    for (const { partition, end } of await log.extents("catalog")) {
      const from = positions.get(partition) ?? 0;
      if (from >= end) continue;
      for await (const entries of log.read("catalog", { partition, from, to: end })) {
        yield entries.flatMap(changeOf);
        positions.set(partition, entries.at(-1)!.offset + 1);
      }
      // the last places may hold no entry: compaction and the marks of transactions leave gaps
      positions.set(partition, end);
    }
  };
}

function changeOf({ key, value }: Entry): readonly CatalogChange[] {
  if (value === null) return key === null ? [] : [{ productId: key, product: undefined }];
  const decoded = codecs.catalog.decode(value);
  if ("error" in decoded || checks.catalog?.(decoded.event) !== undefined) return [];
  return [{ productId: decoded.event.productId, product: decoded.event }];
}
