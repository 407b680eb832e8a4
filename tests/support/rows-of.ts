import { type ReadOptions, type Row, readRows } from "../../connectors/files/read-rows.ts";

/** All rows of a file. */
export async function rowsOf(file: string, options: ReadOptions = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readRows(file, options)) for (const row of batch) rows.push(row);
  return rows;
}
