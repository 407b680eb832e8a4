import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, start } from "../../support/command.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A folder with data in which nothing happened yet. */
function emptyShop(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "data"));
  return folder;
}

const endless = "SELECT count(*) FROM range(10000000) AS one(a), range(10000000) AS other(b) WHERE (a * b) % 7 = 3";

test("twinstream sql: a table holds 200 rows and says that there are more, --limit holds for every format", async () => {
  const folder = emptyShop();
  const rows = "select range as n from range(1000000000)";
  const table = await run(["sql", rows], folder);
  expect([table.code, table.stdout.trim().split("\n").length]).toEqual([0, 201]);
  expect(table.stderr).toBe("the first 200 rows; there are more: --limit N shows N, --format csv all\n");
  const csv = await run(["sql", rows, "--format", "csv", "--limit", "2"], folder);
  expect(csv.stdout).toBe("n\n0\n1\n");
});

test("twinstream sql: ends a query at its time limit, and tells where a statement is wrong", async () => {
  const folder = emptyShop();
  const late = await run(["sql", endless, "--timeout", "0.3"], folder);
  expect([late.code, late.stdout]).toEqual([1, ""]);
  expect(late.stderr).toContain("after 0.3 s, its time limit; ask for less, or allow it more time [SQL_STOPPED]");
  const wrong = await run(["sql", "select no_such from scores"], folder);
  expect(wrong.stderr).toContain('line 1, column 8, at "no_such from scores": ');
});

test("twinstream sql: Ctrl-C cancels, and leaves nothing of a file", async () => {
  const folder = emptyShop();
  const sql = "select range from range(100000000000)";
  const command = start(["sql", sql, "--format", "parquet", "--output", "rows.parquet", "--timeout", "60"], folder);
  await expect.poll(() => readdirSync(folder).some((name) => name.includes("spill")), { timeout: 20_000 }).toBe(true);
  command.signal("SIGINT");
  const { code, stderr } = await command.ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining("the query was cancelled [SQL_STOPPED]")]);
  expect(existsSync(join(folder, "rows.parquet"))).toBe(false);
  expect(readdirSync(folder)).toEqual(["data"]);
});
