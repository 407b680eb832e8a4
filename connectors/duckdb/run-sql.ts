import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type Question, type RunningQuery, startQuery } from "./guarded-query.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { type PlainValue, plainValue } from "./plain-values.ts";

/** One row: a value per column, in order. */
export type SqlRow = readonly PlainValue[];

/** A column of a result; the type as DuckDB writes it. */
export interface SqlColumn {
  readonly name: string;
  readonly type: string;
}

/** What a query gives. */
export interface SqlResult {
  readonly columns: readonly SqlColumn[];
  /** The rows as DuckDB finds them; to be read once. Throws SQL_FAILED. */
  readonly chunks: AsyncIterable<readonly SqlRow[]>;
  /** Whether rows beyond `maxRows` were left out; known after the last chunk. */
  isTruncated(): boolean;
  /** Ends the query; needed only when the chunks are not read to their end. */
  close(): void;
}

/** Runs SQL (see `startQuery` for what is allowed and thrown) and streams its rows as plain values, at most `maxRows`. */
export async function runSql(
  question: Question & { readonly maxRows?: number },
  prepared?: MemoryDatabase,
): Promise<SqlResult> {
  const query = await startQuery(question, prepared);
  const { result } = query;
  const types = result.columnTypes().map(String);
  const state = { isTruncated: false, isClosed: false };
  const close = () => {
    if (!state.isClosed) query.close();
    state.isClosed = true;
  };
  return {
    columns: result.columnNames().map((name, column) => ({ name, type: types[column]! })),
    chunks: readRows(query, question.maxRows ?? Number.POSITIVE_INFINITY, state, close),
    isTruncated: () => state.isTruncated,
    close,
  };
}

async function* readRows(
  query: RunningQuery,
  maxRows: number,
  state: { isTruncated: boolean },
  close: () => void,
): AsyncGenerator<readonly SqlRow[]> {
  let left = maxRows;
  try {
    for await (const chunk of chunksOf(query)) {
      const rows = plainRows(chunk);
      state.isTruncated = rows.length > left;
      if (left > 0) yield state.isTruncated ? rows.slice(0, left) : rows;
      if (state.isTruncated) return;
      left -= rows.length;
    }
  } finally {
    close();
  }
}

/** The chunks of a running query that hold rows; errors as SQL_FAILED. */
export async function* chunksOf(query: RunningQuery): AsyncGenerator<DuckDBDataChunk> {
  for (;;) {
    const chunk = await query.result.fetchChunk().catch((error: unknown) => {
      throw query.fail(error);
    });
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}

function plainRows(chunk: DuckDBDataChunk): SqlRow[] {
  return chunk.getRows().map((row) => row.map(plainValue));
}
