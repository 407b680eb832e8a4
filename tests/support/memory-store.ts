import type { FeatureStore, PlacedRow, Source } from "../../connectors/feature-store.ts";
import type { TableName } from "../../schemas/tables.ts";

/** Feature tables in memory, with what a test wants to look at. */
export interface MemoryStore extends FeatureStore {
  readonly rows: { readonly table: TableName; readonly source: Source; readonly placed: PlacedRow<TableName> }[];
  readonly ranges: Source[];
  /** Forgets the ranges of a topic, as when somebody removed its files. */
  forget(topic: string): void;
}

/** Keeps the promise of the port: each range once, a range that begins too early is a bug. */
export function createMemoryStore(): MemoryStore {
  const store: MemoryStore = {
    rows: [],
    ranges: [],
    async keep(table, source, rows) {
      const next = await store.nextOffset(table, source.topic, source.partition);
      if (next !== undefined && source.firstOffset < next) throw new Error(`${source.firstOffset} is before ${next}`);
      store.ranges.push(source);
      for (const placed of rows) store.rows.push({ table, source, placed });
    },
    async nextOffset(_table, topic, partition) {
      const last = store.ranges.findLast((range) => range.topic === topic && range.partition === partition);
      return last === undefined ? undefined : last.lastOffset + 1;
    },
    compact: async () => ({ merged: 0, written: 0, removed: 0 }),
    close: async () => {},
    forget(topic) {
      store.ranges.splice(0, store.ranges.length, ...store.ranges.filter((range) => range.topic !== topic));
      store.rows.splice(0, store.rows.length, ...store.rows.filter((row) => row.source.topic !== topic));
    },
  };
  return store;
}
