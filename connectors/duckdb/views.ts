import { mkdir, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type TableName, tableNames } from "../../schemas/tables.ts";
import { asWriting, removeTemporary, syncFile, temporaryBeside } from "../files/atomic-write.ts";
import { analystViews } from "./analyst-views.ts";
import { duckdb } from "./client.ts";
import { identifier, quoted } from "./memory-database.ts";
import { selectByGlob, selectSnapshot, viewColumns, viewName } from "./table-views.ts";

/** The views and the schema of a table's columns are named here, so that a reader may ask for some of them alone. */
const analystNames = Object.keys(analystViews) as readonly (keyof typeof analystViews)[];

/** All views that there are: one per table, then those for analysts. */
export const viewNames: readonly string[] = [...tableNames.map(viewName), ...analystNames];

/**
 * Creates the views over the files as they stand now, on a connection that queries within the grace period. With `wanted`, only those
 * views and the ones they use, which is faster where there are many files.
 */
export async function createViews(
  connection: DuckDBConnection,
  tablesFolder: string,
  options: { readonly now: number; readonly wanted?: readonly string[] },
): Promise<void> {
  const needed = withUsed(options.wanted ?? viewNames);
  for (const table of tableNames) {
    if (!needed.has(viewName(table))) continue;
    const select = await selectSnapshot(tablesFolder, table, options.now);
    await connection.run(`CREATE VIEW ${identifier(viewName(table))} AS ${select}`);
  }
  await createAnalystViews(connection, needed);
}

/**
 * Writes a database file that holds only the views, over whatever files there are when a query runs, so that the DuckDB shell or Python can
 * ask at any time. It names the tables' folder by its absolute path: write it again when the folder has moved.
 */
export async function writeDatabaseFile(path: string, tablesFolder: string): Promise<void> {
  const temporary = temporaryBeside(path);
  for (const table of tableNames) await asWriting(tablesFolder, () => keepEmptyFile(tablesFolder, table));
  try {
    await writeViews(temporary, tablesFolder);
    await asWriting(path, async () => {
      await syncFile(temporary);
      await rename(temporary, path);
    });
  } finally {
    await removeTemporary(temporary);
    await removeTemporary(`${temporary}.wal`);
  }
}

async function writeViews(path: string, tablesFolder: string): Promise<void> {
  const instance = await duckdb().DuckDBInstance.create(path, { threads: "1" });
  const connection = await instance.connect();
  try {
    for (const table of tableNames) {
      await connection.run(`CREATE VIEW ${identifier(viewName(table))} AS ${selectByGlob(tablesFolder, table)}`);
    }
    await createAnalystViews(connection, new Set(viewNames));
    await connection.run("CHECKPOINT");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function createAnalystViews(connection: DuckDBConnection, needed: ReadonlySet<string>): Promise<void> {
  for (const name of analystNames) {
    if (!needed.has(name)) continue;
    await connection.run(`CREATE VIEW ${identifier(name)} AS ${analystViews[name].sql}`);
    await connection.run(`COMMENT ON VIEW ${identifier(name)} IS ${quoted(analystViews[name].doc)}`);
  }
}

/** The views asked for and those that their SQL names. */
function withUsed(wanted: readonly string[]): ReadonlySet<string> {
  const needed = new Set(wanted);
  for (const name of [...analystNames].reverse()) {
    if (!needed.has(name)) continue;
    for (const used of viewNames) {
      if (used !== name && new RegExp(`\\b${used}\\b`).test(analystViews[name].sql)) needed.add(used);
    }
  }
  return needed;
}

/** A glob that matches nothing is an error, so each table has one file without rows. */
async function keepEmptyFile(tablesFolder: string, table: TableName): Promise<void> {
  const folder = join(resolve(tablesFolder, table), "day=1970-01-01");
  await mkdir(folder, { recursive: true });
  const temporary = temporaryBeside(join(folder, "empty.tmp"));
  const columns = viewColumns(table).filter(([name]) => name !== "day");
  const select = `SELECT ${columns.map(([name, type]) => `NULL::${type} AS ${identifier(name)}`).join(", ")} WHERE false`;
  const instance = await duckdb().DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run(`COPY (${select}) TO ${quoted(temporary)} (FORMAT parquet)`);
    await rename(temporary, join(folder, "empty.parquet"));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
