import { join } from "node:path";
import { expect, test } from "vitest";
import { openParquetStore } from "../../../connectors/duckdb/parquet-store.ts";
import { runSql } from "../../../connectors/duckdb/run-sql.ts";
import { openDataFolder } from "../../../connectors/files/data-folder.ts";
import { userHasher } from "../../../pipelines/record/hash-user.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { placedRow } from "../../connectors/duckdb/rows.ts";
import { run, workingFolder } from "../../support/command.ts";

const folder = workingFolder();
const day = Date.UTC(2024, 4, 1);

async function twoSearches() {
  const { tables, userKey } = await openDataFolder(join(folder, "data"));
  const store = await openParquetStore({ folder: tables, clock: createVirtualClock(day) });
  const rows = ["visitor-7", "visitor-8"].map((user, offset) =>
    placedRow("searches", offset, { event_id: user, user_id: userHasher(userKey)(user), time: day }),
  );
  await store.keep("searches", { topic: "searches", partition: 0, firstOffset: 0, lastOffset: 1 }, rows);
  await store.close();
  return tables;
}

test("erase-user: takes the rows out, and says how many, and what topics may still hold", async () => {
  const tables = await twoSearches();
  const { code, stdout } = await run(["erase-user", "visitor-7"], folder);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^searches +1$/m) });
  expect(stdout).toMatch(/^interactions +\d{4}-\d{2}-\d{2}T/m);
  const left = [];
  for await (const rows of (await runSql({ tablesFolder: tables, sql: "SELECT event_id FROM searches" })).chunks)
    left.push(...rows);
  expect(left).toEqual([["visitor-8"]]);
});
