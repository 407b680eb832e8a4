import { type Question, startQuery } from "./guarded-query.ts";
import { asCopying, identifier, type MemoryDatabase, openMemoryDatabase, quoted } from "./memory-database.ts";
import { chunksOf } from "./run-sql.ts";
import { copyOptions } from "./write-rows.ts";

const targetMemory = "256MB";

/** Where a result goes. */
export interface ParquetTarget {
  /** The file that is written. */
  readonly temporary: string;
  /** A folder for what does not fit into memory until then; whoever reads the file removes it. */
  readonly spill: string;
  /** The name that the file will get, for errors. */
  readonly path: string;
}

/**
 * Runs SQL and writes its result, at most `maxRows`, to a Parquet file. The file is written by a database of our own, so the SQL itself never gets to write. Gives
 * the number of rows. Throws what `startQuery` throws, and FOLDER_UNWRITABLE; parts of the file may then be left.
 */
export async function writeQueryAsParquet(
  { maxRows = Number.POSITIVE_INFINITY, ...question }: Question & { readonly maxRows?: number },
  file: ParquetTarget,
  prepared?: MemoryDatabase,
): Promise<number> {
  const query = await startQuery(question, prepared);
  const target = await openMemoryDatabase({ threads: 1, memory: targetMemory, spill: file.spill });
  try {
    const { connection } = target;
    const types = query.result.columnTypes();
    const columns = query.result.deduplicatedColumnNames().map((name, i) => `${identifier(name)} ${types[i]}`);
    await connection.run(`CREATE TABLE result (${columns.join(", ")})`);
    const appender = await connection.createAppender("result");
    let count = 0;
    for await (const chunk of chunksOf(query)) {
      appender.appendDataChunk(chunk);
      count += chunk.rowCount;
      if (count >= maxRows) break;
    }
    appender.closeSync();
    const rows = count > maxRows ? `(FROM result LIMIT ${maxRows})` : "result";
    await asCopying(file.path, () => connection.run(`COPY ${rows} TO ${quoted(file.temporary)} (${copyOptions})`));
    return Math.min(count, maxRows);
  } finally {
    target.close();
    query.close();
  }
}
