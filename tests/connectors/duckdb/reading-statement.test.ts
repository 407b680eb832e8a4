import { expect, test } from "vitest";
import { explained, namedOfMachine, requireReading } from "../../../connectors/duckdb/reading-statement.ts";

test.each([
  "SELECT 1",
  "/* why */ FROM scores",
  "(TABLE scores)",
  "explain analyze select 1",
  "-- a\nSUMMARIZE scores",
])("requireReading: %j may go on", (sql) => {
  expect(requireReading(sql)).toBeUndefined();
});

test.each([
  [" ; ", "it is empty"],
  ["ceiling fan", "it has to begin with one of the words SELECT"],
  ["COPY scores TO 'x'", "it has to begin with"],
  ["EXPLAIN COPY scores TO 'x'", "it has to begin with"],
  ['SELECT * FROM "duckdb_settings"()', "duckdb_settings would tell of the machine"],
])("requireReading: %j is refused", (sql, says) => {
  expect(() => requireReading(sql)).toThrow(
    expect.objectContaining({ code: "SQL_REFUSED", message: expect.stringContaining(says) }),
  );
});

test("explained: what an EXPLAIN is about", () => {
  expect([explained("EXPLAIN /* a */ ANALYZE FROM scores"), explained("FROM scores")]).toEqual([
    "FROM scores",
    undefined,
  ]);
});

test("namedOfMachine: what tells of folders, also in quotes, and no table", () => {
  const named = ["current_setting('a')", '"query"  (1)', "FROM query", "FROM scores"].map(namedOfMachine);
  expect(named).toEqual(["current_setting", 'query"', undefined, undefined]);
});
