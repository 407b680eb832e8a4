import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readParquet } from "../../../connectors/duckdb/read-parquet.ts";
import { writeQueryAsParquet } from "../../../connectors/duckdb/write-query.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const question = { tablesFolder: "nowhere", sql: "SELECT range AS a, if(range = 1, NULL, 'x') AS b FROM range(3000)" };

const targetIn = (folder: string, name: string) => ({
  path: join(folder, "named.parquet"),
  temporary: join(folder, name),
  spill: join(folder, "spill"),
});

test("writeQueryAsParquet: what it writes readParquet reads, and nothing else is left", async () => {
  const folder = temporaryFolder();
  expect(await writeQueryAsParquet(question, targetIn(folder, "it's.parquet"))).toBe(3000);
  const rows = [];
  for await (const batch of readParquet(join(folder, "it's.parquet"))) rows.push(...batch);
  expect([rows.length, ...rows.slice(0, 2)]).toEqual([3000, { a: 0, b: "x" }, { a: 1, b: null }]);
  expect(readdirSync(folder)).toEqual(["it's.parquet"]);
});

test.each(["nowhere/rows.parquet", "file/rows.parquet"])("writeQueryAsParquet: %s can't be written", async (name) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  await expect(writeQueryAsParquet(question, targetIn(folder, name))).rejects.toMatchObject({
    code: "FOLDER_UNWRITABLE",
    message: expect.stringContaining("named.parquet"),
  });
});
