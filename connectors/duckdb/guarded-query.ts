import { resolve } from "node:path";
import type {
  DuckDBConnection,
  DuckDBExtractedStatements,
  DuckDBPreparedStatement,
  DuckDBResult,
} from "@duckdb/node-api";
import type { TwinstreamError } from "../../schemas/errors.ts";
import { systemClock } from "../clock.ts";
import { duckdb } from "./client.ts";
import { type MemoryDatabase, openMemoryDatabase, quoted } from "./memory-database.ts";
import { queryError, refused } from "./query-errors.ts";
import { explained, requireReading } from "./reading-statement.ts";
import { createViews, viewNames } from "./views.ts";
import { requireViews } from "./views-only.ts";

/** A statement that is to be run on the tables. */
export interface Question {
  readonly tablesFolder: string;
  readonly sql: string;
  /** Ends the query when it aborts. */
  readonly signal?: AbortSignal;
  /** The moment as of which files count; now unless said. */
  readonly now?: number;
}

/** A query that runs; `close` lets go of its database. */
export interface RunningQuery {
  readonly result: DuckDBResult;
  /** The error of a fetch as what `startQuery` throws. */
  fail(error: unknown): TwinstreamError;
  close(): void;
}

/**
 * Runs SQL on a memory database that holds only the views and names nothing else. One statement that reads is allowed: SELECT, DESCRIBE,
 * SHOW, SUMMARIZE, EXPLAIN of a SELECT. Throws SQL_REFUSED, SQL_STOPPED, SQL_FAILED or DATA_DAMAGED. Settings can't bound what a query
 * costs: a person's SQL goes through `openSqlGate`. A database that is given is used up.
 */
export async function startQuery(question: Question, prepared?: MemoryDatabase): Promise<RunningQuery> {
  const { sql, tablesFolder, signal } = question;
  const database = prepared ?? (await openMemoryDatabase());
  const stopWatching = interruptOnAbort(database.connection, signal);
  const close = () => {
    stopWatching();
    database.close();
  };
  const fail = (error: unknown) => queryError(sql, error);
  try {
    requireReading(sql);
    await lock(database, tablesFolder);
    const statements = await extractOne(database.connection, sql);
    // DuckDB opens files that a statement names already when it is asked for the tables in it.
    await requireViews(database.connection, explained(sql) ?? sql);
    await createViews(database.connection, tablesFolder, {
      now: question.now ?? systemClock.now(),
      wanted: wantedViews(database.connection, sql),
    });
    const statement = await prepareReading(database.connection, sql, statements);
    if (signal?.aborted) throw new Error("the query was ended before it began");
    return { result: await statement.stream(), fail, close };
  } catch (error) {
    close();
    throw fail(error);
  }
}

const interruptEveryMs = 20;

/** Interrupts again and again, because an interrupt between two steps of a query is forgotten. */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  let timer: NodeJS.Timeout | undefined;
  const abort = () => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), interruptEveryMs);
  };
  signal?.addEventListener("abort", abort);
  return () => {
    signal?.removeEventListener("abort", abort);
    clearInterval(timer);
  };
}

/** What looks at views without naming them as tables: the catalog of DuckDB and its like. */
const catalog = /\b(?:duckdb_|pragma_|pg_|show|describe|desc|summarize|query)/i;

/** The views that a statement needs, as each takes its time; all of them when that can't be known. */
function wantedViews(connection: DuckDBConnection, sql: string): readonly string[] {
  const names = namesIn(connection, sql)?.map((name) => name.toLowerCase());
  if (names === undefined || (names.length === 0 && catalog.test(sql))) return viewNames;
  const areViews = names.every((name) => viewNames.includes(name));
  return areViews && !/\bduckdb_/i.test(sql) ? names : viewNames;
}

function namesIn(connection: DuckDBConnection, sql: string): readonly string[] | undefined {
  try {
    return connection.getTableNames(sql, false);
  } catch {
    // What is wrong with it is told when it is prepared, with the names of what there is.
    return undefined;
  }
}

async function lock({ connection }: MemoryDatabase, tablesFolder: string): Promise<void> {
  await connection.run(`SET allowed_directories = [${quoted(resolve(tablesFolder))}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET errors_as_json = true");
  await connection.run("SET lock_configuration = true");
}

async function prepareReading(
  connection: DuckDBConnection,
  sql: string,
  statements: DuckDBExtractedStatements,
): Promise<DuckDBPreparedStatement> {
  const statement = await statements.prepare(0);
  // With ANALYZE an EXPLAIN runs what it explains.
  const inner = explained(sql);
  const decisive = inner === undefined ? statement : await (await extractOne(connection, inner)).prepare(0);
  const { StatementType } = duckdb();
  if (decisive.statementType !== StatementType.SELECT) {
    throw refused(`it is a ${StatementType[decisive.statementType]} statement; only SELECT and the like may run here`);
  }
  if (statement.parameterCount > 0) throw refused("it has parameters; write the values in their place");
  return statement;
}

/** Parses SQL, which opens nothing yet. */
async function extractOne(connection: DuckDBConnection, sql: string): Promise<DuckDBExtractedStatements> {
  const statements = await connection.extractStatements(sql);
  // DuckDB makes a PIVOT whose values it has to find into several statements.
  const remedy = /\bpivot/i.test(sql) ? "name the values of a PIVOT: ON column IN (...)" : "send them one by one";
  if (statements.count !== 1) throw refused(`it is ${statements.count} statements; ${remedy}`);
  return statements;
}
