import { expect, test } from "vitest";
import { outOfMemory, queryError, refused } from "../../../connectors/duckdb/query-errors.ts";

const json = (type: string, text: string, position?: number) =>
  JSON.stringify({
    exception_type: type,
    exception_message: text,
    ...(position !== undefined && { position: String(position) }),
  });

const cases: [what: string, sql: string, thrown: string, code: string, message: string][] = [
  [
    "a place is a line and a column of characters",
    "SELECT 'éé😀',\n  nope FROM scores",
    json("Binder", 'no column "nope"', 21),
    "SQL_FAILED",
    'line 2, column 3, at "nope FROM scores": no column "nope"',
  ],
  [
    "a statement that can't be parsed has its place too",
    "SELEC 1",
    `Failed to extract statements: Parser Error: ${json("Parser", 'syntax error at or near "SELEC"', 0)}`,
    "SQL_FAILED",
    'line 1, column 1, at "SELEC 1": syntax error at or near "SELEC"',
  ],
  [
    "without a place it carries the SQL in one line",
    "SELECT\n  error('boo')",
    json("Invalid Input", "boo"),
    "SQL_FAILED",
    "boo; in: SELECT error('boo')",
  ],
  [
    "what is not JSON is understood",
    "SELECT 1",
    "Binder Error: no such thing",
    "SQL_FAILED",
    "no such thing; in: SELECT 1",
  ],
  ["a place beyond the SQL is none", "SHOW x", json("Catalog", "no x", 40), "SQL_FAILED", "no x; in: SHOW x"],
  [
    "a file elsewhere is refused",
    "FROM '/x'",
    json("Permission", 'Cannot access file "/x"', 5),
    "SQL_REFUSED",
    `the statement is refused: it reaches outside the tables: line 1, column 6, at "'/x'": Cannot access file "/x"`,
  ],
  ["too little memory", "SELECT 1", json("Out of Memory", "failed to allocate"), "SQL_STOPPED", outOfMemory().message],
  [
    "a broken file is named",
    "FROM scores",
    json("Invalid Input", "No magic bytes found at end of file '/t/scores/a.parquet'"),
    "DATA_DAMAGED",
    '"/t/scores/a.parquet" is no whole Parquet file; restore it from a copy, or move the tables folder away and let `twinstream run --drain` make it again',
  ],
];

test.each(cases)("queryError: %s", (_, sql, thrown, code, message) => {
  expect(queryError(sql, new Error(thrown))).toMatchObject({ code, message });
});

test("queryError: what is refused already stays as it is", () => {
  const error = refused("it is empty");
  expect(queryError("", error)).toBe(error);
});
