import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readSqlCatalog } from "../../../connectors/duckdb/sql-catalog.ts";

// A child process runs what was built, so what starts it is taken from there too.
const { openSqlGate } = (await import(
  resolve("dist/connectors/duckdb/gate/sql-gate.js")
)) as typeof import("../../../connectors/duckdb/gate/sql-gate.ts");

const { tables, functions } = await readSqlCatalog(openSqlGate({ limits: { deadlineMs: 20_000 } }), "/nowhere/tables");

test("sql catalog: every table, then every view, with its columns and their types", () => {
  expect(tables.map(({ name, kind }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining(["table scores", "table catalog_history", "view catalog", "view worst_queries"]),
  );
  expect(tables.find(({ name }) => name === "zero_results")).toEqual({
    name: "zero_results",
    kind: "view",
    doc: "Queries for which the shop showed no product, most frequent first.",
    columns: [
      { name: "query", type: "VARCHAR", doc: "What was searched for." },
      { name: "searches", type: "BIGINT", doc: "How many searches." },
      { name: "sessions", type: "BIGINT", doc: "How many visits." },
      { name: "last_time", type: "TIMESTAMP", doc: "When it happened last, UTC." },
    ],
  });
});

test("sql catalog: every column of every table and view says what it holds", () => {
  const silent = tables.flatMap(({ name, columns }) =>
    columns.filter(({ doc }) => doc === "").map((column) => `${name}.${column.name}`),
  );
  expect(silent).toEqual([]);
  expect(tables.every(({ columns }) => columns.length > 0)).toBe(true);
});

test("sql catalog: functions that may be called, with what DuckDB says of them", () => {
  const names = functions.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["avg", "date_trunc", "quantile_cont", "regexp_extract"]));
  expect(names.filter((name) => /^(read_|pg_|pragma_|duckdb_)|\W/.test(name))).toEqual([]);
  expect(functions.find(({ name }) => name === "date_trunc")!.doc).toMatch(/Truncate/);
});
