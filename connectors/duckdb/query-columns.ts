import type { DuckDBDataChunk, DuckDBTypeId, DuckDBVector } from "@duckdb/node-api";
import { duckdb } from "./client.ts";
import { startQuery } from "./guarded-query.ts";
import { type PlainValue, plainValue } from "./plain-values.ts";
import { chunksOf } from "./run-sql.ts";

/** A column read whole: FLOAT as Float32Array, other numbers as Float64Array (NULL is NaN), anything else as plain values. */
export type Column = Float32Array | Float64Array | readonly PlainValue[];

/** What a type of DuckDB becomes. */
type Kind = "float" | "double" | "plain";

const doubles = [
  "DOUBLE",
  "TINYINT",
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "UTINYINT",
  "USMALLINT",
  "UINTEGER",
  "UBIGINT",
] as const satisfies readonly (keyof typeof DuckDBTypeId)[];

/** Reads a query's whole result by column, for training. Throws what `startQuery` throws. */
export async function queryColumns(
  tablesFolder: string,
  sql: string,
  options: { readonly now?: number; readonly signal?: AbortSignal } = {},
): Promise<Readonly<Record<string, Column>>> {
  const query = await startQuery({ tablesFolder, sql, ...options });
  try {
    const chunks: DuckDBDataChunk[] = [];
    for await (const chunk of chunksOf(query)) chunks.push(chunk);
    const names = query.result.columnNames();
    const kinds = names.map((_, column) => kindOf(query.result.columnTypeId(column)));
    return Object.fromEntries(names.map((name, column) => [name, readColumn(chunks, column, kinds[column]!)]));
  } finally {
    query.close();
  }
}

function kindOf(type: DuckDBTypeId): Kind {
  const types = duckdb().DuckDBTypeId;
  if (type === types.FLOAT) return "float";
  return doubles.some((name) => type === types[name]) ? "double" : "plain";
}

function readColumn(chunks: readonly DuckDBDataChunk[], column: number, kind: Kind): Column {
  if (kind === "plain") return chunks.flatMap((chunk) => chunk.getColumnValues(column).map(plainValue));
  const count = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const values = kind === "float" ? new Float32Array(count) : new Float64Array(count);
  let at = 0;
  for (const chunk of chunks) {
    readNumbers(chunk.getColumnVector(column), chunk.rowCount, values, at);
    at += chunk.rowCount;
  }
  return values;
}

function readNumbers(vector: DuckDBVector, count: number, into: Float32Array | Float64Array, at: number): void {
  for (let row = 0; row < count; row++) {
    const value = vector.getItem(row);
    into[at + row] = value === null ? Number.NaN : Number(value);
  }
}
