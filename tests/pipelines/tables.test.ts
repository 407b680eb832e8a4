import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import { queryColumns } from "../../connectors/duckdb/query-columns.ts";
import { openTables, tablesToRead } from "../../pipelines/tables.ts";
import { score, shop, source } from "../connectors/duckdb/bucket.ts";
import { startObjectServer } from "../support/object-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function folderOf(path: string) {
  return { path, tables: join(path, "tables") };
}

test.each([undefined, shop])("tables: what is kept at %s is read from there", async (address) => {
  await startObjectServer();
  const folder = folderOf(temporaryFolder());
  const tables = await openTables(folder, address, systemClock);
  await tables.keep("scores", source(0, 3), [score(1), score(3)]);
  await tables.close();
  const { topic_offset } = await queryColumns(
    await tablesToRead(folder, address),
    "SELECT topic_offset FROM scores ORDER BY 1",
  );
  expect(topic_offset).toEqual(Float64Array.of(1, 3));
});

test("tables: each place has a mirror of its own, the same each time", async () => {
  await startObjectServer();
  const folder = folderOf(temporaryFolder());
  const first = await tablesToRead(folder, shop);
  expect(await tablesToRead(folder, shop)).toBe(first);
  expect(await tablesToRead(folder, `${shop}-2`)).not.toBe(first);
  await startObjectServer();
  expect(await tablesToRead(folder, shop)).not.toBe(first);
});
