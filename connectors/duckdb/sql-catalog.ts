import { columnDoc, tableDocs } from "../../schemas/column-docs.ts";
import { tableNames } from "../../schemas/tables.ts";
import { analystViews } from "./analyst-views.ts";
import type { SqlGate } from "./gate/sql-gate.ts";
import { namedOfMachine } from "./reading-statement.ts";
import type { SqlRow } from "./run-sql.ts";
import { viewName } from "./table-views.ts";
import { viewNames } from "./views.ts";

/** A column as a person may name it. */
export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

/** A table, or a view that answers a usual question. */
export interface CatalogTable {
  readonly name: string;
  readonly kind: "table" | "view";
  readonly doc: string;
  readonly columns: readonly CatalogColumn[];
}

/** A function of DuckDB that may be called. */
export interface CatalogFunction {
  readonly name: string;
  /** What it does; empty where DuckDB does not say. */
  readonly doc: string;
}

/** Everything that people's SQL may name. */
export interface SqlCatalog {
  readonly tables: readonly CatalogTable[];
  readonly functions: readonly CatalogFunction[];
}

const columnsSql = "SELECT table_name, column_name, data_type FROM duckdb_columns() ORDER BY table_name, column_index";

/** Without operators, and without what reaches outside the tables or looks at DuckDB itself. */
const functionsSql = `SELECT function_name, any_value(description) FROM duckdb_functions()
  WHERE function_type IN ('scalar', 'aggregate', 'macro') AND regexp_full_match(function_name, '[a-z][a-z0-9_]+')
    AND NOT regexp_matches(function_name, '^(pg|has|inet|getvariable|nextval|currval)_?')
  GROUP BY ALL ORDER BY ALL`;

/** Asks DuckDB, as people do, what there is to ask for. Throws as the gate does. */
export async function readSqlCatalog(gate: Pick<SqlGate, "rows">, tablesFolder: string): Promise<SqlCatalog> {
  const columns = await allRows(gate, tablesFolder, columnsSql);
  const functions = await allRows(gate, tablesFolder, functionsSql);
  const tables = viewNames.map((name) => tableOf(name, columns));
  const callable = functions.filter(([name]) => namedOfMachine(`${name}(`) === undefined);
  return { tables, functions: callable.map(([name, doc]) => ({ name: String(name), doc: String(doc ?? "") })) };
}

async function allRows(gate: Pick<SqlGate, "rows">, tablesFolder: string, sql: string): Promise<readonly SqlRow[]> {
  const rows: SqlRow[] = [];
  for await (const chunk of (await gate.rows({ tablesFolder, sql })).chunks) rows.push(...chunk);
  return rows;
}

function tableOf(name: string, columns: readonly SqlRow[]): CatalogTable {
  const own = columns.filter(([table]) => table === name);
  return {
    name,
    ...aboutOf(name),
    columns: own.map(([, column, type]) => ({
      name: String(column),
      type: String(type),
      doc: columnDoc(name, String(column)),
    })),
  };
}

function aboutOf(name: string): Pick<CatalogTable, "kind" | "doc"> {
  const table = tableNames.find((each) => viewName(each) === name);
  if (table !== undefined) return { kind: "table", doc: tableDocs[table] };
  return { kind: "view", doc: analystViews[name as keyof typeof analystViews].doc };
}
