import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeQueryAsParquet } from "../../../connectors/duckdb/write-query.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const question = { tablesFolder: "nowhere", sql: "SELECT range AS a FROM range(3)", now: 0 };

test.each(["nowhere/rows.parquet", "file/rows.parquet"])("writeQueryAsParquet: %s can't be written", async (name) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  await expect(writeQueryAsParquet(question, join(folder, name))).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("writeQueryAsParquet: SQL that fails half way leaves the old file and nothing beside it", async () => {
  const path = join(temporaryFolder(), "rows.parquet");
  writeFileSync(path, "old");
  const sql = "SELECT if(range = 9000, error('broken'), range) AS a FROM range(10000)";
  await expect(writeQueryAsParquet({ ...question, sql }, path)).rejects.toMatchObject({ code: "SQL_FAILED" });
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(join(path, ".."))).toEqual(["rows.parquet"]);
});
