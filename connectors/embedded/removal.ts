import { idKey } from "./appending.ts";
import type { LogDatabase, TopicHandle } from "./database.ts";
import { idOf } from "./record.ts";

/** How many entries one transaction looks at, so that others are not kept waiting. */
export const removalStep = 2_000;

/** Removes entries with their ids; returns how many bytes they took. Only inside a transaction. */
export function removeEntries(topic: TopicHandle, partition: number, offsets: readonly number[]): number {
  const entries = topic.entries[partition]!;
  let freed = 0;
  for (const offset of offsets) {
    const bytes = entries.get(offset);
    if (bytes === undefined) continue;
    const id = idOf(bytes);
    if (id !== null) topic.ids.removeSync(idKey(id));
    entries.removeSync(offset);
    freed += bytes.length;
  }
  return freed;
}

/** Writes down where a partition begins after a removal. Only inside a transaction. */
export function shrinkExtent(database: LogDatabase, topic: TopicHandle, partition: number, freed: number): void {
  const extent = database.extent(topic.name, partition);
  const [first] = topic.entries[partition]!.getKeys({ start: extent.start, limit: 1 });
  database.putExtent(topic.name, partition, {
    start: first ?? extent.end,
    end: extent.end,
    bytes: extent.bytes - freed,
  });
}
