import type { DuckDBAppender } from "@duckdb/node-api";
import { type ColumnType, featurePlaces, type TableName, type TableRow, tableNames } from "../../schemas/tables.ts";
import { syncFile } from "../files/atomic-write.ts";
import { duckdb } from "./client.ts";
import { dayOf, fileColumns } from "./layout.ts";
import { asCopying, identifier, type MemoryDatabase, openMemoryDatabase, quoted } from "./memory-database.ts";
import type { Rows } from "./range-store.ts";
import { chunkRows, chunkTypes, fillPlace, fills } from "./vectors.ts";

/** How files are written. Of made-up scores zstd's are a third smaller than snappy's, for some 3 % more CPU time per batch. */
export const copyOptions = "FORMAT parquet, COMPRESSION zstd";

/** Where a file says which UTC day each of its rows belongs to: in the name of its folder, or in a last column `day` of its own. */
type DayIn = "the folder's name" | "a column";

/** Writes rows to Parquet files, one file at a time. */
export interface RowWriter {
  /** Writes a new file and waits until the disk has it. Throws FOLDER_UNWRITABLE. */
  write(table: TableName, partition: number, rows: Rows, path: string): Promise<void>;
  close(): Promise<void>;
}

/** A writer whose database is opened by the first row: a process that only asks for positions or merges files goes without. */
export function createRowWriter(dayIn: DayIn): RowWriter {
  let opened: Promise<MemoryDatabase> | undefined;
  return {
    async write(table, partition, rows, path) {
      opened ??= openStaging(dayIn);
      await writeRows(await opened, { table, partition, rows, columns: columnsOf(table, dayIn), path });
    },
    async close() {
      (await opened)?.close();
    },
  };
}

type Columns = readonly (readonly [name: string, type: ColumnType])[];

function columnsOf(table: TableName, dayIn: DayIn): Columns {
  return dayIn === "a column" ? [...fileColumns(table), ["day", "VARCHAR"]] : fileColumns(table);
}

/** A database with an empty table for each feature table; rows pass through it on their way into a file. */
async function openStaging(dayIn: DayIn): Promise<MemoryDatabase> {
  const database = await openMemoryDatabase({ threads: 1, memory: "256MB" });
  for (const table of tableNames) {
    const columns = columnsOf(table, dayIn).map(([name, type]) => `${identifier(name)} ${type}`);
    await database.connection.run(`CREATE TABLE ${identifier(table)} (${columns.join(", ")})`);
  }
  return database;
}

/** What goes into a file. */
interface FileRows {
  readonly table: TableName;
  readonly partition: number;
  readonly rows: Rows;
  readonly columns: Columns;
  readonly path: string;
}

async function writeRows({ connection }: MemoryDatabase, file: FileRows): Promise<void> {
  const { table, rows, columns, path } = file;
  const appender = await connection.createAppender(table);
  try {
    for (let from = 0; from < rows.length; from += chunkRows)
      appendChunk(appender, { ...file, rows: rows.slice(from, from + chunkRows) });
  } finally {
    appender.closeSync();
  }
  const day = columns.some(([name]) => name === "day") ? " REPLACE (day::DATE AS day)" : "";
  const select = `SELECT *${day} FROM ${identifier(table)}`;
  try {
    await asCopying(path, () => connection.run(`COPY (${select}) TO ${quoted(path)} (${copyOptions})`));
  } finally {
    await connection.run(`TRUNCATE ${identifier(table)}`);
  }
  await syncFile(path);
}

function appendChunk(appender: DuckDBAppender, { table, partition, rows, columns }: FileRows): void {
  const types = chunkTypes();
  const chunk = duckdb().DuckDBDataChunk.create(
    columns.map(([, type]) => types[type]),
    rows.length,
  );
  const features = rows.map(({ row }) => (row as Partial<TableRow<"scores">>).features ?? null);
  columns.forEach(([name, type], column) => {
    const place = featurePlaces.get(name);
    if (place !== undefined) fillPlace(chunk, column, features, place);
    else fills[type](chunk, column, rows.length, reader(name, table, partition, rows));
  });
  appender.appendDataChunk(chunk);
}

/** Reads a column of the row, or the place it comes from. */
function reader(name: string, table: TableName, partition: number, rows: Rows): (row: number) => unknown {
  if (name === "day") return (row) => dayOf(table, rows[row]!);
  if (name === "topic_partition") return () => partition;
  if (name === "topic_offset") return (row) => rows[row]!.offset;
  if (name === "processed_at") return (row) => rows[row]!.processedAt;
  return (row) => (rows[row]!.row as unknown as Record<string, unknown>)[name];
}
