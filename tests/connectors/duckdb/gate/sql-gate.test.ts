import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { readParquet } from "../../../../connectors/duckdb/read-parquet.ts";
import { startProgram } from "../../../support/command.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

// A child process runs what was built, so what starts it is taken from there too.
const built = resolve("dist/connectors/duckdb/gate/sql-gate.js");
const { openSqlGate } = (await import(built)) as typeof import("../../../../connectors/duckdb/gate/sql-gate.ts");

const tablesFolder = "/nowhere/tables";
const endless = "SELECT count(*) FROM range(10000000) AS one(a), range(10000000) AS other(b) WHERE (a * b) % 7 = 3";
const gate = openSqlGate({ limits: { deadlineMs: 20_000 } });
const impatient = openSqlGate({ limits: { deadlineMs: 300 } });

async function ask(sql: string, { from = gate, maxRows = Number.POSITIVE_INFINITY } = {}) {
  const result = await from.rows({ tablesFolder, sql, maxRows });
  const rows = [];
  for await (const chunk of result.chunks) rows.push(...chunk);
  return { columns: result.columns, rows, isTruncated: result.isTruncated() };
}

test("sql gate: rows come with their columns, as plain values", async () => {
  const sql =
    "SELECT 9007199254740993 AS big, [1.5, NULL] AS list, encode('é') AS bytes, TIMESTAMP '2024-05-01' AS time";
  expect(await ask(sql)).toEqual({
    columns: [
      { name: "big", type: "BIGINT" },
      { name: "list", type: "DECIMAL(2,1)[]" },
      { name: "bytes", type: "BLOB" },
      { name: "time", type: "TIMESTAMP" },
    ],
    rows: [[9007199254740993n, [1.5, null], new Uint8Array([0xc3, 0xa9]), "2024-05-01T00:00:00.000Z"]],
    isTruncated: false,
  });
});

test("sql gate: rows beyond the most are left out, with a word", async () => {
  const { rows, isTruncated } = await ask("SELECT range FROM range(100000000)", { maxRows: 5000 });
  expect([rows.length, rows.at(-1), isTruncated]).toEqual([5000, [4999], true]);
});

test("sql gate: Arrow comes in parts, and whole", async () => {
  const parts = [];
  for await (const part of gate.arrow({ tablesFolder, sql: "SELECT range AS a FROM range(100000)" })) parts.push(part);
  expect(parts.length).toBeGreaterThan(10);
  expect(tableFromIPC(Buffer.concat(parts)).getChild("a")!.get(99_999)).toBe(99_999n);
});

test("sql gate: a Parquet file is written whole", async () => {
  const path = join(temporaryFolder(), "rows.parquet");
  expect(await gate.parquet({ tablesFolder, sql: "SELECT range AS a FROM range(3)" }, path)).toBe(3);
  const rows = [];
  for await (const batch of readParquet(path)) rows.push(...batch);
  expect(rows).toEqual([{ a: 0 }, { a: 1 }, { a: 2 }]);
});

test("sql gate: a Parquet file has no more rows than are asked for", async () => {
  const path = join(temporaryFolder(), "rows.parquet");
  expect(await gate.parquet({ tablesFolder, sql: "FROM range(100000)", maxRows: 2_500 }, path)).toBe(2_500);
  let count = 0;
  for await (const batch of readParquet(path)) count += batch.length;
  expect(count).toBe(2_500);
});

test("sql gate: a file that would grow beyond its limit is told so, and nothing of it is left", async () => {
  const folder = temporaryFolder();
  const small = openSqlGate({ limits: { deadlineMs: 20_000, fileBytes: 2 ** 20 } });
  const sql = "SELECT random() AS a FROM range(1000000)";
  await expect(small.parquet({ tablesFolder, sql }, join(folder, "rows.parquet"))).rejects.toMatchObject({
    code: "SQL_STOPPED",
    message: "the result takes more than 1 MB as a file; ask for fewer rows or columns",
  });
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ["fails half way", gate, "SELECT if(range = 9000, error('broken'), range) AS a FROM range(10000)", "SQL_FAILED"],
  ["takes too long", impatient, "SELECT range AS a FROM range(100000000000)", "SQL_STOPPED"],
] as const)("sql gate: SQL that %s leaves the old Parquet file and nothing beside it", async (_, from, sql, code) => {
  const path = join(temporaryFolder(), "rows.parquet");
  writeFileSync(path, "old");
  await expect(from.parquet({ tablesFolder, sql }, path)).rejects.toMatchObject({ code });
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(join(path, ".."))).toEqual(["rows.parquet"]);
});

test("sql gate: a query that takes too long, is cancelled or needs too much memory is ended with a reason", async () => {
  await expect(ask(endless, { from: impatient })).rejects.toMatchObject({
    code: "SQL_STOPPED",
    message: "the query was ended after 0.3 s, its time limit; ask for less, or allow it more time",
  });
  const cancelled = gate.rows({ tablesFolder, sql: endless, signal: AbortSignal.timeout(200) });
  await expect(cancelled).rejects.toMatchObject({ code: "SQL_STOPPED", message: "the query was cancelled" });
  await expect(ask("SELECT length(repeat('x', 1000000000))")).rejects.toMatchObject({
    code: "SQL_STOPPED",
    message: expect.stringContaining("more memory than it may use"),
  });
  await expect(ask("SELECT repeat('x', 20000000)")).rejects.toMatchObject({
    code: "SQL_STOPPED",
    message: "a row is larger than 16 MB; ask for parts of its texts, such as left(title, 1000)",
  });
});

test("sql gate: what does not read is refused before a process starts", async () => {
  const memoryBytes = 2 ** 31 + process.pid;
  const own = openSqlGate({ limits: { memoryBytes }, isWarm: true });
  const question = { tablesFolder, sql: "ceiling fan" };
  await expect(own.rows(question)).rejects.toMatchObject({ code: "SQL_REFUSED" });
  await expect(own.arrow(question).next()).rejects.toMatchObject({ code: "SQL_REFUSED" });
  expect(childrenWith(memoryBytes)).toBe(0);
});

test("sql gate: a warm process serves one query, so that nothing is left for the next", async () => {
  const warm = openSqlGate({ isWarm: true });
  const seen = [];
  for (let i = 0; i < 3; i++) seen.push((await ask("SELECT current_query_id()", { from: warm })).rows[0]![0]);
  warm.close();
  expect(new Set(seen).size).toBe(1);
});

test("sql gate: a result that is not read to its end keeps no process", async () => {
  const memoryBytes = 2 ** 32 + process.pid;
  const own = openSqlGate({ limits: { memoryBytes } });
  const result = await own.rows({ tablesFolder, sql: "SELECT range FROM range(100000000000)" });
  for await (const chunk of result.chunks) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  expect(childrenWith(memoryBytes)).toBe(0);
});

test("sql gate: a child ends when its parent is killed", async () => {
  const memoryBytes = 2 ** 33 + process.pid;
  const question = JSON.stringify({ tablesFolder, sql: endless });
  const program = `const { openSqlGate } = await import(${JSON.stringify(built)});
    setInterval(() => console.error("asked"), 100);
    await openSqlGate({ limits: { memoryBytes: ${memoryBytes} } }).rows(${question});`;
  const parent = startProgram(process.execPath, ["--input-type=module", "-e", program], temporaryFolder());
  await parent.says(/asked/);
  await expect.poll(() => childrenWith(memoryBytes)).toBe(1);
  parent.signal("SIGKILL");
  await expect.poll(() => childrenWith(memoryBytes)).toBe(0);
});

/** How many children run with a memory limit that nobody else uses. */
function childrenWith(memoryBytes: number): number {
  const lines = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.endsWith(`query-child.js ${memoryBytes}`)).length;
}
