import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import { openMemoryDatabase, quoted } from "./memory-database.ts";
import { type PlainValue, plainValue } from "./plain-values.ts";

/** Reads a Parquet file as row objects, a chunk at a time. Throws FILE_NOT_FOUND or FILE_UNREADABLE. */
export async function* readParquet(path: string): AsyncGenerator<readonly Readonly<Record<string, PlainValue>>[]> {
  if (!existsSync(path)) throw new TwinstreamError("FILE_NOT_FOUND", `there is no file "${path}"; check its name`);
  const database = await openMemoryDatabase();
  try {
    const result = await database.connection.stream(
      `SELECT * FROM read_parquet(${quoted(resolve(path))}, hive_partitioning = false)`,
    );
    const names = result.columnNames();
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      yield chunk.getRows().map((row) => Object.fromEntries(row.map((value, i) => [names[i]!, plainValue(value)])));
    }
  } catch (error) {
    const message = `"${path}" can't be read as Parquet: ${(error as Error).message}; write it again, or pass CSV or JSON lines`;
    throw new TwinstreamError("FILE_UNREADABLE", message, error);
  } finally {
    database.close();
  }
}
