import type { DuckDBConnection } from "@duckdb/node-api";
import type { TwinstreamError } from "../../schemas/errors.ts";
import { refused } from "./query-errors.ts";

/** The functions that may stand in a FROM: they make rows of values, or tell of DuckDB itself. Of the others most read files. */
const rowMakers =
  /^(?:range|generate_series|unnest|repeat|repeat_row|summary|json_each|json_tree|test_all_types|test_vector_types|sql_auto_complete|pg_timezone_names|icu_calendar_names|duckdb_\w+|pragma_\w+)$/i;
/** Those that are first given the names of tables. */
const namingTables = /^(?:query_table|histogram|histogram_values)$/i;
/** Where the views and the catalogs of DuckDB are. */
const schemas = /^(?:(?:memory|system|temp)\.)?(?:(?:main|information_schema|pg_catalog)\.)?/i;

/** A part of a statement as DuckDB parses it; parts are in parts. */
interface Parsed {
  readonly type?: string;
  readonly alias?: string;
  readonly catalog_name?: string;
  readonly schema_name?: string;
  readonly table_name?: string;
  readonly function?: Parsed;
  readonly function_name?: string;
  readonly children?: readonly Parsed[];
  readonly column_names?: readonly string[];
  readonly value?: { readonly value?: unknown };
}

/**
 * Refuses a statement that names a file, or a function that could read one: the files of the tables still hold the rows of erased users, which only the views
 * leave out. It goes by what DuckDB's own parser makes of the statement, before anything is opened. Throws SQL_REFUSED.
 */
export async function requireViews(connection: DuckDBConnection, sql: string): Promise<void> {
  const parse = "SELECT json_serialize_sql($1::VARCHAR, skip_default := true, skip_null := true, skip_empty := true)";
  const [row] = (await connection.runAndReadAll(parse, [sql])).getRows();
  const parsed = JSON.parse(String(row![0])) as { error: boolean; error_message?: string };
  if (parsed.error) throw refused(`${parsed.error_message}; only SELECT and the like may run here`);
  for (const part of partsOf(parsed)) {
    if (part.type === "BASE_TABLE") requireTable(fullName(part));
    if (part.type === "TABLE_FUNCTION") requireRowMaker(part.function!);
  }
}

/** All parts of a statement. They may be nested too deep for a function that calls itself. */
function* partsOf(statement: object): Generator<Parsed> {
  const left: unknown[] = [statement];
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part !== "object" || part === null) continue;
    yield part;
    for (const inner of Object.values(part)) left.push(inner);
  }
}

function fullName({ catalog_name, schema_name, table_name }: Parsed): string {
  return [catalog_name, schema_name, table_name].filter((name) => name !== undefined).join(".");
}

/** DuckDB takes a name with an ending for a file where no table has it: `"x.parquet"`, but also `x.parquet`, a table `parquet` of a schema `x`. */
function requireTable(name: string): void {
  if (name.replace(schemas, "").includes(".")) throw outside(`"${name}" would be a file`);
}

function requireRowMaker({ function_name: name = "", children: [first] = [] }: Parsed): void {
  if (rowMakers.test(name)) return;
  const tables = namingTables.test(name) ? namesIn(first) : undefined;
  if (tables === undefined) throw outside(`${name} is none of them`);
  for (const table of tables) requireTable(table);
}

function outside(what: string): TwinstreamError {
  return refused(`it reaches outside the tables and views, which SHOW TABLES names: ${what}`);
}

/** The tables that an argument names; undefined where that is only known once it is calculated. */
function namesIn(argument: Parsed | undefined): readonly string[] | undefined {
  if (argument === undefined || argument.alias !== undefined) return undefined;
  if (argument.type === "COLUMN_REF") return [argument.column_names!.join(".")];
  if (argument.type === "VALUE_CONSTANT") return [String(argument.value?.value)];
  if (argument.function_name !== "list_value") return undefined;
  const names = argument.children?.map(namesIn);
  return names?.every((each) => each !== undefined) ? names.flat() : undefined;
}
