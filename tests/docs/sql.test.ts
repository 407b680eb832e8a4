import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import { openParquetStore } from "../../connectors/duckdb/parquet-store.ts";
import { runSql } from "../../connectors/duckdb/run-sql.ts";
import { savedQueries } from "../../connectors/duckdb/saved-queries.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { placedRow } from "../connectors/duckdb/rows.ts";
import { startProgram } from "../support/command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const guide = readFileSync("docs/sql.md", "utf8");
const main = join(process.cwd(), "dist/program/main.js");

/** A folder whose tables hold one score. */
async function smallShop(): Promise<string> {
  const folder = temporaryFolder();
  const { tables } = await openDataFolder(join(folder, "data"));
  const store = await openParquetStore({ folder: tables, clock: systemClock });
  const source = { topic: "scores", partition: 0, firstOffset: 0, lastOffset: 0 };
  await store.keep("scores", source, [placedRow("scores", 0, { time: 0, event_id: "a", query: "drill", score: 2 })]);
  await store.close();
  return folder;
}

test("sql guide: every command runs as it is written", { timeout: 60_000 }, async () => {
  const folder = await smallShop();
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]!);
  const lines = blocks.flatMap((block) => block.trimEnd().split("\n"));
  expect(lines.length).toBe(6);
  const script = `set -e; twinstream() { "${process.execPath}" "${main}" "$@"; }\n${lines.join("\n")}`;
  expect(await startProgram("sh", ["-c", script], folder).ended).toMatchObject({
    code: 0,
    stderr: "1 rows in scores.parquet\n",
  });
  expect(
    tableFromIPC(readFileSync(join(folder, "scores.arrow")))
      .getChild("query")!
      .get(0),
  ).toBe("drill");
});

test("sql guide: names every saved question with what it answers", () => {
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` +\| ([A-Z].*?) +\|$/gm)].map((match) => [match[1], match[2]]);
  expect(rows).toEqual(Object.entries(savedQueries).map(([name, { doc }]) => [name, doc]));
});

test("sql guide: an error reads as it says", async () => {
  const [said] = /line 1, column 8, .*?clause!/s.exec(guide)!;
  const asked = runSql({ tablesFolder: "nowhere", sql: "select scor from scores" });
  await expect(asked).rejects.toThrow(said.replace(/\s+/g, " "));
});
