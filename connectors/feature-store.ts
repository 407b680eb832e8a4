import type { TableName, TableRow } from "../schemas/tables.ts";

/** Where a batch of rows comes from: a range of one topic partition, both ends included. */
export interface Source {
  readonly topic: string;
  readonly partition: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** One row with the place it comes from. */
export interface PlacedRow<Name extends TableName> {
  readonly offset: number;
  /** When its entry was appended to the log, milliseconds since 1970 UTC. */
  readonly processedAt: number;
  readonly row: TableRow<Name>;
}

/** Tables that grow by ranges of topic partitions, each range once. */
export interface FeatureStore {
  /**
   * Keeps the rows of a range: all of them or none, safe on disk when it resolves, visible to readers at once. A range that begins before `nextOffset` is refused as a bug.
   * A range with no rows still moves the position.
   */
  keep<Name extends TableName>(table: Name, source: Source, rows: readonly PlacedRow<Name>[]): Promise<void>;
  /** The offset after the last range kept, or undefined when there is none. Finishes what a killed writer left half done. */
  nextOffset(table: TableName, topic: string, partition: number): Promise<number | undefined>;
  /** Merges small files of each table and day into large ones and removes what was merged long enough ago. */
  compact(): Promise<CompactionReport>;
  close(): Promise<void>;
}

/** What a compaction did. */
export interface CompactionReport {
  readonly merged: number;
  readonly written: number;
  readonly removed: number;
}
