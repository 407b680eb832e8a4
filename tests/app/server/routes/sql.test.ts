import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { tableFromIPC } from "apache-arrow";
import type { FastifyInstance } from "fastify";
import { afterAll, expect, test, vi } from "vitest";
import { newVitals, type OpenData } from "../../../../app/server/vitals.ts";
import { readParquet } from "../../../../connectors/duckdb/read-parquet.ts";
import { savedQueries } from "../../../../connectors/duckdb/saved-queries.ts";
import { createVirtualClock } from "../../../../pipelines/testing.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

// A child process runs what was built, so what starts it is taken from there too, and what knows its errors.
const { openSqlGate } = (await import(
  resolve("dist/connectors/duckdb/gate/sql-gate.js")
)) as typeof import("../../../../connectors/duckdb/gate/sql-gate.ts");
const { sqlRoute } = (await import(
  resolve("dist/app/server/routes/sql.js")
)) as typeof import("../../../../app/server/routes/sql.ts");
const { sqlCatalogRoute } = (await import(
  resolve("dist/app/server/routes/sql-catalog.js")
)) as typeof import("../../../../app/server/routes/sql-catalog.ts");
const { servedRoutes } = (await import(
  resolve("dist/tests/support/served.js")
)) as typeof import("../../../support/served.ts");

const memoryBytes = 2 ** 30 + process.pid;
const gate = openSqlGate({ limits: { deadlineMs: 20_000, memoryBytes } });
const impatient = openSqlGate({ limits: { deadlineMs: 300 } });
const endless = "SELECT count(*) FROM range(10000000) AS one(a), range(10000000) AS other(b) WHERE (a * b) % 7 = 3";
const arrow = "application/vnd.apache.arrow.stream";
const parquet = "application/vnd.apache.parquet";
const ownTemporary = mkdtempSync(join(tmpdir(), "sql-route-"));
vi.stubEnv("TMPDIR", ownTemporary);

afterAll(() => {
  expect(childrenWith(memoryBytes)).toBe(0);
  vi.unstubAllEnvs();
  rmSync(ownTemporary, { recursive: true });
});

/** The route beside tables in which there is nothing yet. */
async function shop(chosen = gate, clock = createVirtualClock(0)) {
  const tables = { gate: chosen, folder: async () => "/nowhere/tables" };
  const vitals = { ...newVitals(), data: { tables } as OpenData };
  const { app, faults } = await servedRoutes([sqlRoute], { vitals, clock });
  const ask = async (payload: object, accept = "application/json") =>
    app.inject({ method: "POST", url: "/api/sql", payload, headers: { accept } });
  return { app, ask, faults };
}

test("GET /api/sql: tables, functions and saved questions, read once", async () => {
  const gates = [gate, { ...gate, rows: () => Promise.reject(new Error("asked again")) }];
  const tables = { gate, folder: async () => "/nowhere/tables" };
  const vitals = { ...newVitals(), data: { tables } as OpenData };
  const { app } = await servedRoutes([sqlCatalogRoute], { vitals });
  for (const from of gates) {
    tables.gate = from;
    const answer = (await app.inject({ method: "GET", url: "/api/sql" })).json();
    expect(answer.tables.map(({ name }: { name: string }) => name)).toContain("worst_queries");
    expect(answer.functions).toContainEqual(expect.objectContaining({ name: "avg" }));
    expect(answer.saved).toContainEqual({ name: "zero-results", ...savedQueries["zero-results"] });
  }
});

test("/api/sql: JSON has the columns, the rows and whether there are more", async () => {
  const { ask } = await shop();
  const answer = await ask({ sql: "SELECT range AS n, 'é' AS text, 9007199254740993 AS big FROM range(3)", limit: 2 });
  expect([answer.statusCode, answer.headers["content-type"], answer.json()]).toEqual([
    200,
    "application/json",
    {
      columns: [
        { name: "n", type: "BIGINT" },
        { name: "text", type: "VARCHAR" },
        { name: "big", type: "BIGINT" },
      ],
      rows: [
        [0, "é", "9007199254740993"],
        [1, "é", "9007199254740993"],
      ],
      isTruncated: true,
    },
  ]);
  const many = (await ask({ sql: "FROM range(5000)" })).json();
  expect([many.rows.length, many.isTruncated]).toEqual([1000, true]);
  expect((await ask({ saved: "zero-results" })).json()).toMatchObject({ rows: [], isTruncated: false });
});

test("/api/sql: CSV and Arrow by Accept, all rows of them", async () => {
  const { ask } = await shop();
  const csv = await ask({ sql: "SELECT range AS n, 'a,b' AS text FROM range(5000)" }, "text/csv");
  expect(csv.body.split("\r\n").length + csv.body.split("\n").length).toBeGreaterThan(5_000);
  expect(csv.body.slice(0, 20)).toMatch(/^n,text\r?\n0,"a,b"\r?\n/);
  expect((await ask({ sql: "SELECT 1 AS a WHERE false" }, "text/csv")).body.trim()).toBe("a");
  const ipc = await ask({ sql: "SELECT range AS n FROM range(5000)" }, arrow);
  expect(ipc.headers["content-type"]).toBe(arrow);
  expect(tableFromIPC(ipc.rawPayload).numRows).toBe(5_000);
});

test("/api/sql: Parquet by Accept, and nothing of it stays on the server's disk", async () => {
  const { ask } = await shop();
  const answer = await ask({ sql: "SELECT range AS n, 'é' AS text FROM range(5000)", limit: 3_000 }, parquet);
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, parquet]);
  const folder = temporaryFolder();
  const file = join(folder, "rows.parquet");
  writeFileSync(file, answer.rawPayload);
  const rows = [];
  for await (const batch of readParquet(file)) rows.push(...batch);
  expect([rows.length, rows[2_999]]).toEqual([3_000, { n: 2_999, text: "é" }]);
  const failed = await ask({ sql: "SELECT if(range = 9000, error('broken'), range) AS a FROM range(10000)" }, parquet);
  expect([failed.statusCode, failed.json().code]).toEqual([400, "SQL_FAILED"]);
  expect(readdirSync(ownTemporary)).toEqual([basename(folder)]);
});

test.each([
  [{ sql: "COPY (SELECT 1) TO '/nowhere/tables/x'" }, 400, "SQL_REFUSED", "it has to begin with one of the words"],
  [{ sql: "FROM read_text('/nowhere/x')" }, 400, "SQL_REFUSED", "reaches outside the tables"],
  [{ sql: "SELECT nope FROM scores" }, 400, "SQL_FAILED", 'line 1, column 8, at "nope FROM scores"'],
  [{ sql: "SELECT error('boo') FROM range(3)" }, 400, "SQL_FAILED", "boo"],
  [{ sql: endless }, 422, "SQL_STOPPED", "its time limit"],
  [{}, 400, "INVALID_REQUEST", "give sql or saved"],
  [{ sql: "SELECT 1", saved: "zero-results" }, 400, "INVALID_REQUEST", "give sql or saved"],
  [{ saved: "unicorns" }, 400, "INVALID_REQUEST", "body/saved"],
  [{ sql: "SELECT 1", limit: 0 }, 400, "INVALID_REQUEST", "body/limit"],
] as const)("/api/sql: %j is answered with a problem", async (payload, status, code, detail) => {
  const late = "sql" in payload && payload.sql === endless;
  const { ask } = await shop(late ? impatient : gate);
  const answer = await ask(payload);
  expect([answer.statusCode, answer.json()]).toEqual([
    status,
    expect.objectContaining({ code, detail: expect.stringContaining(detail) }),
  ]);
});

test.each(["application/json", parquet])("/api/sql: %s is ended when its caller leaves", async (accept) => {
  const { app } = await shop();
  const url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/api/sql`;
  const caller = new AbortController();
  const headers = { "content-type": "application/json", accept };
  const body = JSON.stringify({ sql: endless });
  const asked = fetch(url, { method: "POST", headers, body, signal: caller.signal });
  await expect.poll(() => childrenWith(memoryBytes), { timeout: 5_000 }).toBe(1);
  caller.abort();
  await expect(asked).rejects.toThrow();
  await expect.poll(() => childrenWith(memoryBytes), { timeout: 5_000 }).toBe(0);
  await expect.poll(() => readdirSync(ownTemporary)).toEqual([]);
});

const inTurn = openSqlGate({ limits: { deadlineMs: 20_000, memoryBytes }, atOnce: 1 });
const endlessRows = { sql: "SELECT range FROM range(100000000000)", limit: 90_000_000_000 };

/** Asks for rows without an end over a socket of its own, and reads a few. */
async function halfRead(app: FastifyInstance, accept: string) {
  const url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/api/sql`;
  const headers = { "content-type": "application/json", accept };
  const asking = request(url, { method: "POST", headers, agent: false }).end(JSON.stringify(endlessRows));
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  await once(answer, "readable");
  expect(answer.read().length).toBeGreaterThan(0);
  expect(childrenWith(memoryBytes)).toBe(1);
  answer.on("error", () => {});
  const connections = () => new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)));
  return { leave: () => asking.destroy(), connections };
}

test.each(["application/json", "text/csv", arrow])("/api/sql: %s is ended when its reader leaves", async (accept) => {
  const { app, ask, faults } = await shop(inTurn);
  const { leave, connections } = await halfRead(app, accept);
  leave();
  await expect.poll(() => childrenWith(memoryBytes), { timeout: 5_000 }).toBe(0);
  await expect.poll(connections).toBe(0);
  expect((await ask({ sql: "SELECT 1" })).statusCode).toBe(200);
  expect(faults).toEqual([]);
});

test.each(["application/json", arrow])("/api/sql: %s that is read no further ends with its time", async (accept) => {
  const clock = createVirtualClock(0);
  const { app, ask } = await shop(inTurn, clock);
  await halfRead(app, accept);
  await clock.advance(60_000);
  await expect.poll(() => childrenWith(memoryBytes), { timeout: 5_000 }).toBe(0);
  expect((await ask({ sql: "SELECT 1" })).statusCode).toBe(200);
  app.server.closeAllConnections();
});

/** How many children run with a memory limit that nobody else uses. */
function childrenWith(bytes: number): number {
  const lines = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.endsWith(`query-child.js ${bytes}`)).length;
}
