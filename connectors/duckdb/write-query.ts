import { rename } from "node:fs/promises";
import { resolve } from "node:path";
import { asWriting, removeTemporary, syncFile, temporaryBeside } from "../files/atomic-write.ts";
import { type Question, startQuery } from "./guarded-query.ts";
import { asCopying, identifier, openMemoryDatabase, quoted } from "./memory-database.ts";
import { chunksOf } from "./run-sql.ts";
import { copyOptions } from "./write-rows.ts";

/**
 * Runs a person's SQL and writes its result to a Parquet file, whole or not at all. The file is written by a database of our own, so the
 * SQL itself never gets to write. Gives the number of rows. Throws what `startQuery` throws, and FOLDER_UNWRITABLE.
 */
export async function writeQueryAsParquet(question: Question, path: string): Promise<number> {
  const query = await startQuery(question);
  const target = await openMemoryDatabase({ threads: 1 });
  const temporary = temporaryBeside(resolve(path));
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
    }
    appender.closeSync();
    await asCopying(path, () => connection.run(`COPY result TO ${quoted(temporary)} (${copyOptions})`));
    await asWriting(path, async () => {
      await syncFile(temporary);
      await rename(temporary, path);
    });
    return count;
  } finally {
    await removeTemporary(temporary);
    target.close();
    query.close();
  }
}
