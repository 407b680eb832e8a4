import { expect, test } from "vitest";
import { columnDoc, tableDocs } from "../../schemas/column-docs.ts";
import { tableNames, tables } from "../../schemas/tables.ts";

test("columnDoc: every column of every table, features with what they say", () => {
  const columns = tableNames.flatMap((table) => Object.keys(tables[table]).map((column) => columnDoc(table, column)));
  expect(columns.filter((doc) => !doc.endsWith("."))).toEqual([]);
  expect(columnDoc("scores", "feature_query_words")).toBe("How many words the query has.");
  expect(Object.values(tableDocs).filter((doc) => !doc.endsWith("."))).toEqual([]);
});

test("columnDoc: a name that means something else in one table", () => {
  expect([columnDoc("evaluations", "value"), columnDoc("dead_letters", "value")]).toEqual([
    "The part of the slice.",
    "The record itself, as bytes.",
  ]);
  expect(columnDoc("scores", "no_such_column")).toBe("");
});
