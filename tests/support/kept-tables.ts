import { openParquetStore } from "../../connectors/duckdb/parquet-store.ts";
import { createVirtualClock } from "../../connectors/memory/virtual-clock.ts";
import type { TableName } from "../../schemas/tables.ts";
import { placedRow } from "../connectors/duckdb/rows.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Midnight of 1 May 2024 UTC: the time of every kept row that says none, and the processing time of the first of each table. */
export const keptAt = Date.UTC(2024, 4, 1);

/** A folder of tables that holds these rows, null in every column that is not given; each row is processed a millisecond after the one before. */
export async function keptTables(
  rows: Readonly<Partial<Record<TableName, readonly Readonly<Record<string, unknown>>[]>>>,
): Promise<string> {
  const folder = temporaryFolder();
  const store = await openParquetStore({ folder, clock: createVirtualClock(keptAt) });
  for (const [name, given] of Object.entries(rows)) {
    const table = name as TableName;
    const source = { topic: table, partition: 0, firstOffset: 0, lastOffset: given.length - 1 };
    await store.keep(
      table,
      source,
      given.map((row, offset) => placedRow(table, offset, { time: keptAt, ...row })),
    );
  }
  await store.close();
  return folder;
}
