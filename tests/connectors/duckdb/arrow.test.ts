import { tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { queryArrow } from "../../../connectors/duckdb/arrow.ts";

const tablesFolder = "nowhere";

test("queryArrow: another Arrow reader finds the values and the nulls", async () => {
  const sql =
    "SELECT range AS big, if(range % 2 = 0, NULL, range / 2) AS half, if(range = 1, NULL, 'x' || range) AS text, [range::DOUBLE, NULL] AS list, range = 1 AS truth, if(range = 1, NULL, TIMESTAMP '2024-05-01') AS time FROM range(3000)";
  const parts = [];
  for await (const part of queryArrow({ tablesFolder, sql })) parts.push(part);
  const table = tableFromIPC(Buffer.concat(parts));
  expect(table.numRows).toBe(3000);
  expect(table.getChild("half")?.nullCount).toBe(1500);
  const row = (i: number) => ["big", "half", "text", "truth"].map((name) => table.getChild(name)?.get(i));
  expect([row(1), row(2998)]).toEqual([
    [1n, 0.5, null, true],
    [2998n, null, "x2998", false],
  ]);
  expect([...table.getChild("list")!.get(7)]).toEqual([7, null]);
  expect([0, 1].map((i) => table.getChild("time")?.get(i))).toEqual([Date.UTC(2024, 4, 1), null]);
});

test("queryArrow: a result without rows keeps its columns", async () => {
  const parts = [];
  for await (const part of queryArrow({ tablesFolder, sql: "SELECT 1 AS a WHERE false" })) parts.push(part);
  expect(tableFromIPC(Buffer.concat(parts)).schema.fields.map((field) => field.name)).toEqual(["a"]);
});

test("queryArrow: stops at maxRows, and gives parts on while it goes", async () => {
  const parts = [];
  const stream = queryArrow({ tablesFolder, sql: "SELECT range FROM range(10000)", maxRows: 5000 });
  let part = await stream.next();
  for (; !part.done; part = await stream.next()) parts.push(part.value);
  expect(part.value).toEqual({ rowCount: 5000, isTruncated: true });
  expect(parts.length).toBeGreaterThan(3);
  const column = tableFromIPC(Buffer.concat(parts)).getChild("range")!;
  expect([column.length, column.get(4999)]).toEqual([5000, 4999n]);
});
