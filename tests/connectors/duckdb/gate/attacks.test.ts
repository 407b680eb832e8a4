import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../../connectors/clock.ts";
import { addErasure } from "../../../../connectors/duckdb/erasures.ts";
import { openMemoryDatabase } from "../../../../connectors/duckdb/memory-database.ts";
import { openParquetStore } from "../../../../connectors/duckdb/parquet-store.ts";
import { runSql } from "../../../../connectors/duckdb/run-sql.ts";
import type { TwinstreamError } from "../../../../schemas/errors.ts";
import { placedRow } from "../rows.ts";
import { attacksPastViews, costlyAttacks, quickAttacks } from "./attacks.ts";

// A child process runs what was built, so what starts it is taken from there too.
const built = resolve("dist/connectors/duckdb/gate/sql-gate.js");
const { openSqlGate } = (await import(built)) as typeof import("../../../../connectors/duckdb/gate/sql-gate.ts");

const canary = "canary-7f3a91";
const shop = mkdtempSync(join(tmpdir(), "twinstream-attacks-"));
const tablesFolder = join(shop, "tables");
const outside = join(shop, "outside");
const deadlineMs = 1_000;
/** A file of the tables with a row, the canary its query, of a user who was erased. */
let part: string;

beforeAll(async () => {
  const store = await openParquetStore({ folder: tablesFolder, clock: systemClock });
  const source = { topic: "scores", partition: 0, firstOffset: 0, lastOffset: 0 };
  const erased = { time: 0, event_id: "b", query: canary, score: 2, user_id: "0".repeat(16) };
  await store.keep("scores", { ...source, lastOffset: 1 }, [
    placedRow("scores", 0, { time: 0, event_id: "a", query: "drill", score: 2 }),
    placedRow("scores", 1, erased),
  ]);
  await store.close();
  await addErasure(tablesFolder, erased.user_id, Date.UTC(2030, 0));
  const files = readdirSync(tablesFolder, { recursive: true }) as string[];
  part = join(tablesFolder, files.find((name) => name.endsWith(".parquet"))!);
  mkdirSync(outside);
  for (const name of ["txt", "csv", "json", "duckdb", "duckdb_extension"])
    writeFileSync(
      join(outside, `canary.${name}`),
      name === "json" ? JSON.stringify({ secret: canary }) : `secret\n${canary}\n`,
    );
  writeFileSync(join(outside, "schema.sql"), `CREATE TABLE "${canary}" (a INTEGER);`);
  writeFileSync(join(outside, "load.sql"), "");
  const database = await openMemoryDatabase();
  await database.connection.run(`COPY (SELECT '${canary}' AS secret) TO '${outside}/canary.parquet'`);
  database.close();
  // A folder whose name begins like that of the tables.
  cpSync(outside, `${tablesFolder}-beside`, { recursive: true });
});

afterAll(() => rmSync(shop, { recursive: true, force: true }));

/** Every file below the shop's folder, and what is in it. */
function hashOfFiles(): string {
  const hash = createHash("sha256");
  for (const name of (readdirSync(shop, { recursive: true }) as string[]).sort()) {
    const path = join(shop, name);
    hash.update(`${name}\0`).update(statSync(path).isFile() ? readFileSync(path) : "");
  }
  return hash.digest("hex");
}

const placed = (sql: string) =>
  sql
    .replaceAll("OUT", outside)
    .replaceAll("TABLES", tablesFolder)
    .replaceAll("PART", part)
    .replaceAll("STEM", part.replace(/\.parquet$/, ""));
const printed = (value: unknown) =>
  JSON.stringify(value, (_, inner) => {
    if (inner instanceof Uint8Array) return Buffer.from(inner).toString("latin1");
    return typeof inner === "bigint" ? String(inner) : inner;
  });

/** What a person sees of an attack: the beginning of its rows, or what it is refused with. */
async function seenOf(ask: () => ReturnType<typeof runSql>): Promise<string> {
  try {
    const result = await ask();
    let seen = printed(result.columns);
    for await (const rows of result.chunks) seen = (seen + printed(rows)).slice(0, 1_000_000);
    return seen;
  } catch (error) {
    const { name, code, message } = error as TwinstreamError;
    expect([name, message.length > 0]).toEqual(["TwinstreamError", true]);
    expect(code).toMatch(/^SQL_(?:REFUSED|FAILED|STOPPED)$/);
    return message;
  }
}

const kinds = Object.entries(quickAttacks);

test("attacks: there are more than 150, and without the gate they write and read", async () => {
  const all = [...Object.values(quickAttacks), ...Object.values(costlyAttacks), attacksPastViews].flat();
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(250);
  const { connection, close } = await openMemoryDatabase();
  const before = hashOfFiles();
  const read = await connection.runAndReadAll(placed("SELECT * FROM read_text('OUT/canary.txt')"));
  expect(printed(read.getRowObjectsJson())).toContain(canary);
  const erased = await connection.runAndReadAll(placed("SELECT query FROM 'PART'"));
  expect(erased.getRows()).toContainEqual([canary]);
  await connection.run(placed("EXPLAIN ANALYZE COPY (SELECT 1) TO 'TABLES/x.csv'"));
  expect(hashOfFiles()).not.toBe(before);
  rmSync(join(tablesFolder, "x.csv"));
  expect(hashOfFiles()).toBe(before);
  close();
});

test.each(kinds)("attacks: %s change no byte and read nothing outside the tables", async (_, statements) => {
  const before = hashOfFiles();
  for (const sql of statements.map(placed)) {
    const seen = await seenOf(() => runSql({ tablesFolder, sql, maxRows: 1_000, signal: AbortSignal.timeout(5_000) }));
    expect(seen, sql).not.toContain(canary);
    expect(hashOfFiles(), sql).toBe(before);
  }
});

test("attacks: files of the tables, which hold rows of erased users, are refused", async () => {
  for (const sql of attacksPastViews.map(placed))
    await expect(runSql({ tablesFolder, sql }), sql).rejects.toMatchObject({ code: "SQL_REFUSED" });
});

test("attacks: none on time or memory outlives its deadline by more than a second", { timeout: 60_000 }, async () => {
  const before = hashOfFiles();
  const gate = openSqlGate({ limits: { deadlineMs } });
  const waiting = Object.values(costlyAttacks).flat();
  const lane = async () => {
    for (let sql = waiting.pop(); sql !== undefined; sql = waiting.pop()) {
      const began = performance.now();
      await seenOf(() => gate.rows({ tablesFolder, sql: sql!, maxRows: 1_000 }));
      expect(performance.now() - began, sql.slice(0, 200)).toBeLessThan(deadlineMs + 1_000);
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  expect(hashOfFiles()).toBe(before);
});

/** Statements that would tell where on the machine the tables lie. */
const nosy = [
  "SELECT * FROM duckdb_settings()",
  'SELECT * FROM "duckdb_settings"()',
  "SELECT CURRENT_SETTING('allowed_directories')",
  "SELECT * FROM query('SELECT current_' || 'setting(''allowed_directories'')')",
  "SELECT * FROM \"query\" /* */ ('SELECT current_' || 'setting(''allowed_directories'')')",
  "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT current_' || 'setting(''allowed_directories'')'))",
  "SELECT U&\"current\\005fsetting\"('allowed_directories')",
  "SELECT * FROM duckdb_extensions()",
  "SELECT * FROM duckdb_secrets()",
  "SELECT * FROM duckdb_views()",
  "SELECT * FROM information_schema.views",
  "SELECT * FROM pg_catalog.pg_views",
  "SELECT * FROM sqlite_master",
  "SELECT * FROM duckdb_databases()",
  "SELECT * FROM duckdb_functions() WHERE NOT internal",
  "EXPLAIN FROM scores",
  "EXPLAIN ANALYZE FROM scores",
  "FROM glob('**')",
  "FROM read_parquet('scores/*/*.parquet', filename = true)",
  "FROM parquet_metadata('scores/*/*.parquet')",
  "FROM 'nope.parquet'",
  "FROM read_parquet('../outside/canary.parquet')",
  "SHOW ALL TABLES",
  "SUMMARIZE scores",
];

test("attacks: nothing tells where on the machine the tables lie", async () => {
  await addErasure(tablesFolder, "0".repeat(16), 1);
  const gate = openSqlGate({ isWarm: true });
  for (const sql of nosy) expect(await seenOf(() => gate.rows({ tablesFolder, sql })), sql).not.toContain(shop);
  const views = await seenOf(() =>
    gate.rows({ tablesFolder, sql: "SELECT sql FROM duckdb_views() WHERE NOT internal" }),
  );
  expect(views).toContain("'scores/day=1970-01-01/");
  expect(views).toContain("'erased/*'");
  gate.close();
});
