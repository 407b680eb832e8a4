import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { analystViews } from "../../../connectors/duckdb/analyst-views.ts";
import { openParquetStore } from "../../../connectors/duckdb/parquet-store.ts";
import { queryColumns } from "../../../connectors/duckdb/query-columns.ts";
import { readParquet } from "../../../connectors/duckdb/read-parquet.ts";
import { runSql } from "../../../connectors/duckdb/run-sql.ts";
import { viewNames, writeDatabaseFile } from "../../../connectors/duckdb/views.ts";
import { type TableName, tableNames, tables } from "../../../schemas/tables.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { placedRow } from "./rows.ts";

const time = Date.UTC(2024, 4, 1, 10);
const shared = mkdtempSync(join(tmpdir(), "twinstream-"));
const tablesFolder = join(shared, "tables");

beforeAll(async () => {
  const store = await openParquetStore({ folder: tablesFolder, clock: systemClock });
  const keep = (table: TableName, rows: readonly Record<string, unknown>[]) =>
    store.keep(
      table,
      { topic: table, partition: 0, firstOffset: 0, lastOffset: rows.length - 1 },
      rows.map((row, offset) => placedRow(table, offset, { time, ...row })),
    );
  const rewrites = '[{"from":"dril","to":"drill","rule":"spelling"}]';
  const pair = { model: "ridge-1", feature_set: "lexical-2", label_min: 1, label_max: 3 };
  await keep("scores", [
    {
      ...pair,
      event_id: "a",
      query: "dril",
      product_id: "p1",
      position: 1,
      score: 2,
      grade: 3,
      rewrites,
      feature_jaccard: 0.25,
    },
    { ...pair, event_id: "a", query: "dril", product_id: "p2", position: 2, score: 1.5, grade: 1, rewrites },
    {
      ...pair,
      event_id: "a",
      query: "dril",
      product_id: "p1",
      position: 1,
      score: 3,
      grade: 3,
      rewrites,
      model: "mean-1",
    },
    {
      event_id: "b",
      query: "Saw ",
      product_id: "p1",
      position: 1,
      score: 2.5,
      ...{ challenger: "ridge-2", challenger_score: 2, challenger_score_min: 0, challenger_score_max: 3 },
      model: "ridge-1",
      feature_set: "lexical-2",
      feature_jaccard: 0.75,
      rewrites: "[]",
    },
    {
      event_id: "b",
      query: "Saw ",
      product_id: "p3",
      position: 2,
      score: 1,
      model: "ridge-1",
      feature_set: "lexical-2",
      rewrites: "[]",
    },
  ]);
  await keep("labels", [{ event_id: "l", refers_to: "b", product_id: "p1", grade: 2, label_min: 1, label_max: 3 }]);
  await keep("interactions", [
    { event_id: "i", type: "click", refers_to: "b", product_id: "p3" },
    { event_id: "j", type: "click", refers_to: "b", product_id: "p3" },
    { event_id: "k", type: "order", refers_to: "b", product_id: "p3" },
  ]);
  await keep("searches", [
    { event_id: "z", query: "Unicorn", product_count: 0 },
    { event_id: "b", query: "saw", product_count: 2 },
  ]);
  await keep("catalog", [
    { product_id: "p1", title: "new", time: time + 5 },
    { product_id: "p1", title: "old" },
  ]);
  await keep("recognitions", [
    { product_id: "p1", category: "hammers", model: "hybrid-1", vector: Float32Array.of(1, 0) },
    { product_id: "p2", category: "saws", model: "hybrid-1", vector: Float32Array.of(0, 1) },
    { product_id: "p1", category: "drills", model: "hybrid-2", vector: Float32Array.of(0.6, 0.8) },
  ]);
  // Pairs (score, grade): (1, 1), (2, 3) in one part and (3, 2) in the other.
  const part = { model: "ridge-1", source: "demo", slice: "all", value: "all" };
  await keep("evaluations", [
    {
      ...part,
      searches: 1,
      pairs: 2,
      sum_score: 3,
      sum_grade: 4,
      sum_score_squared: 5,
      sum_grade_squared: 10,
      sum_score_grade: 7,
      sum_error: -1,
      sum_absolute_error: 1,
      sum_squared_error: 1,
      ranked_searches: 1,
      sum_ndcg: 0.8,
      sum_mrr: 0.5,
    },
    {
      ...part,
      searches: 1,
      pairs: 1,
      sum_score: 3,
      sum_grade: 2,
      sum_score_squared: 9,
      sum_grade_squared: 4,
      sum_score_grade: 6,
      sum_error: 1,
      sum_absolute_error: 1,
      sum_squared_error: 1,
      ranked_searches: 0,
      sum_ndcg: 0,
      sum_mrr: 0,
    },
  ]);
  await store.close();
});

afterAll(() => rmSync(shared, { recursive: true, force: true }));

async function ask(sql: string, folder = tablesFolder) {
  const result = await runSql({ tablesFolder: folder, sql });
  const rows = [];
  for await (const chunk of result.chunks) rows.push(...chunk);
  return rows;
}

test.each(viewNames)("views: %s is valid SQL, with and without files", async (view) => {
  for (const folder of [tablesFolder, join(shared, "nothing")]) {
    expect(await ask(`EXPLAIN SELECT * FROM ${view}`, folder)).toHaveLength(1);
  }
  expect(await ask(`SELECT count(*) FROM ${view}`, join(shared, "nothing"))).toEqual([[0]]);
});

test("views: a table without files has its columns and types, then place and day", async () => {
  const result = await runSql({ tablesFolder: join(shared, "nothing"), sql: "SELECT * FROM dead_letters" });
  result.close();
  expect(result.columns).toEqual([
    ...Object.entries(tables.dead_letters).map(([name, type]) => ({ name, type })),
    { name: "topic_partition", type: "INTEGER" },
    { name: "topic_offset", type: "BIGINT" },
    { name: "processed_at", type: "TIMESTAMP" },
    { name: "day", type: "DATE" },
  ]);
});

const answers: [name: keyof typeof analystViews, sql: string, rows: unknown][] = [
  ["catalog", "SELECT product_id, title FROM catalog", [["p1", "new"]]],
  [
    "recognised_products",
    "SELECT product_id, category, model, vector FROM recognised_products ORDER BY product_id",
    [
      ["p1", "drills", "hybrid-2", [Math.fround(0.6), Math.fround(0.8)]],
      ["p2", "saws", "hybrid-1", [0, 1]],
    ],
  ],
  // dril, ridge-1: errors -1 and 0.5, so (1 + 0.25) / 2.
  [
    "worst_queries",
    "SELECT query, model, pairs, labelled_pairs, mean_squared_error FROM worst_queries",
    [
      ["dril", "ridge-1", 2, 2, 0.625],
      ["dril", "mean-1", 1, 1, 0],
      ["saw", "ridge-1", 2, 0, null],
    ],
  ],
  ["zero_results", "SELECT query, searches FROM zero_results", [["unicorn", 1]]],
  [
    "click_through_by_position",
    "SELECT * FROM click_through_by_position",
    [
      [1, 1, 0, 0, 0, 0],
      [2, 1, 1, 0, 1, 1],
    ],
  ],
  [
    "score_drift_by_day",
    "SELECT day, model, pairs, mean_score, p50, change FROM score_drift_by_day",
    [
      ["2024-05-01", "mean-1", 1, 3, 3, null],
      ["2024-05-01", "ridge-1", 4, 1.75, 1.75, null],
    ],
  ],
  // Scores 1 2 3, grades 1 3 2: covariance 1 against variances 2 and 2.
  [
    "model_quality",
    "SELECT pairs, rmse, mae, bias, round(pearson, 12), ndcg10, mrr FROM model_quality",
    [[3, Math.sqrt(2 / 3), 2 / 3, 0, 0.5, 0.8, 0.5]],
  ],
  [
    "model_against_model",
    "SELECT model, other_model, pairs, mean_difference, rmse, other_rmse FROM model_against_model",
    [
      ["mean-1", "ridge-1", 1, 1, 0, 1],
      ["ridge-1", "ridge-2", 1, 0.5, null, null],
    ],
  ],
  [
    "model_scores",
    "SELECT event_id, product_id, model, score, score_min, is_challenger FROM model_scores WHERE event_id = 'b' ORDER BY ALL",
    [
      ["b", "p1", "ridge-1", 2.5, null, false],
      ["b", "p1", "ridge-2", 2, 0, true],
      ["b", "p3", "ridge-1", 1, null, false],
    ],
  ],
  [
    "late_labels",
    "SELECT label_id, event_id, product_id, grade, score, error, feature_jaccard FROM late_labels",
    [["l", "b", "p1", 2, 2.5, 0.5, 0.75]],
  ],
  [
    "labelled_scores",
    "SELECT label_id, event_id, product_id, grade, model FROM labelled_scores ORDER BY ALL",
    [
      ["a", "a", "p1", 3, "ridge-1"],
      ["a", "a", "p2", 1, "ridge-1"],
      ["l", "b", "p1", 2, "ridge-1"],
    ],
  ],
  [
    "training_rows",
    "SELECT event_id, product_id, grade, feature_jaccard FROM training_rows ORDER BY ALL",
    [
      ["a", "p1", 3, 0.25],
      ["a", "p2", 1, null],
      ["b", "p1", 2, 0.75],
    ],
  ],
  ["query_spelling", "SELECT * FROM query_spelling", [["dril", "dril", "drill", "spelling", 1]]],
];

test.each(answers)("views: %s answers with right numbers", async (_, sql, rows) => {
  expect(await ask(sql)).toEqual(rows);
});

test("views: each view has an answer in this test", () => {
  expect(answers.map(([name]) => name).sort()).toEqual(Object.keys(analystViews).sort());
});

test("database file: shows the same rows to any DuckDB, also those kept after it was written", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "twinstream.duckdb");
  let now = systemClock.now() - 60_000;
  const store = await openParquetStore({ folder: join(folder, "tables"), clock: { ...systemClock, now: () => now } });
  await writeDatabaseFile(path, join(folder, "tables"));
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const count = async () =>
    (
      await connection.runAndReadAll("SELECT count(*)::INTEGER, count(DISTINCT topic_offset)::INTEGER FROM scores")
    ).getRows()[0];
  const keep = (offset: number) =>
    store.keep("scores", { topic: "scores", partition: 0, firstOffset: offset, lastOffset: offset }, [
      placedRow("scores", offset, { time }),
    ]);
  expect(await count()).toEqual([0, 0]);
  for (let offset = 0; offset < 6; offset++) await keep(offset);
  expect(await count()).toEqual([6, 6]);
  expect((await store.compact()).written).toBe(1);
  expect(await count()).toEqual([6, 6]);
  now = systemClock.now();
  for (let offset = 6; offset < 12; offset++) await keep(offset);
  expect((await store.compact()).written).toBe(1);
  expect(await count()).toEqual([12, 12]);
  connection.closeSync();
  instance.closeSync();
  await store.close();
  expect(existsSync(path)).toBe(true);
});

const refusals: [sql: string, code: string][] = [
  ["COPY scores TO '/tmp/x.csv'", "SQL_REFUSED"],
  ["SELECT 1; SELECT 2", "SQL_REFUSED"],
  ["", "SQL_REFUSED"],
  [" ; ", "SQL_REFUSED"],
  ["CREATE TABLE t AS SELECT 1", "SQL_REFUSED"],
  ["SET threads = 1", "SQL_REFUSED"],
  ["ATTACH '/tmp/x.duckdb'", "SQL_REFUSED"],
  ["INSTALL httpfs", "SQL_REFUSED"],
  ["EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'", "SQL_REFUSED"],
  ["/**/EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'", "SQL_REFUSED"],
  ["SELECT * FROM read_text('/etc/hostname')", "SQL_REFUSED"],
  ["SELECT * FROM '/etc/passwd'", "SQL_FAILED"],
  ["SELECT $1", "SQL_REFUSED"],
  ["SELECT no_such_column FROM scores", "SQL_FAILED"],
  ["SELEC 1", "SQL_REFUSED"],
  ["SELECT 1 FORM scores", "SQL_FAILED"],
  ["SELECT 'x'::INTEGER FROM scores", "SQL_FAILED"],
];

test.each(refusals)("runSql: %j gets %s", async (sql, code) => {
  await expect(ask(sql)).rejects.toMatchObject({ code });
});

test("runSql: a refused COPY into the tables' own folder writes nothing", async () => {
  const path = join(tablesFolder, "x.csv");
  await expect(ask(`EXPLAIN ANALYZE COPY (SELECT 1) TO '${path}'`)).rejects.toMatchObject({ code: "SQL_REFUSED" });
  expect(existsSync(path)).toBe(false);
});

test.each([
  "-- how many\nSELECT 1",
  "/* how many */ select 1",
  " (SELECT 1)",
  "FROM range(1)",
  "VALUES (1)",
  "TABLE scores",
  "explain analyze /* how */ select 1",
])("runSql: %j runs", async (sql) => {
  expect(await ask(`${sql} -- the end`)).toBeInstanceOf(Array);
});

test("runSql: DESCRIBE, SHOW, SUMMARIZE and EXPLAIN tell about the tables", async () => {
  expect((await ask("SHOW TABLES")).flat().sort()).toEqual([...viewNames].sort());
  expect(await ask("DESCRIBE scores")).toHaveLength(Object.keys(tables.scores).length + 4);
  expect(await ask("SUMMARIZE zero_results")).toHaveLength(4);
  expect(await ask("EXPLAIN ANALYZE SELECT 1")).toHaveLength(1);
  expect(tableNames).toHaveLength(8);
});

test("runSql: gives plain values and stops at maxRows", async () => {
  expect(
    await ask(
      "SELECT 9007199254740993, 7::BIGINT, 1.5::DECIMAL(9,2), {'a': [1, NULL]}, DATE '2024-01-02', TIMESTAMPTZ '2024-01-02 03:04:05+00', MAP {'k': 1}, interval 1 day",
    ),
  ).toEqual([
    [9007199254740993n, 7, 1.5, { a: [1, null] }, "2024-01-02", "2024-01-02T03:04:05.000Z", { k: 1 }, "1 day"],
  ]);
  const result = await runSql({ tablesFolder, sql: "SELECT range FROM range(10000)", maxRows: 2050 });
  let rows = 0;
  for await (const chunk of result.chunks) rows += chunk.length;
  expect([rows, result.isTruncated()]).toEqual([2050, true]);
});

test("runSql: an abort ends a long query with SQL_FAILED", async () => {
  const sql = "SELECT count(*) FROM range(10000000) AS one(a), range(1000000) AS other(b) WHERE (a * b) % 7 = 3";
  const read = async () => {
    const result = await runSql({ tablesFolder, sql, signal: AbortSignal.timeout(50) });
    for await (const chunk of result.chunks) expect(chunk).toBeUndefined();
  };
  await expect(read()).rejects.toMatchObject({ code: "SQL_FAILED" });
});

test("queryColumns: gives typed arrays, NULL as NaN, text as text", async () => {
  const columns = await queryColumns(
    tablesFolder,
    "SELECT range::FLOAT AS f, if(range = 1, NULL, range) AS i, if(range = 1, NULL, 'x' || range) AS s FROM range(3)",
  );
  expect(columns).toEqual({
    f: new Float32Array([0, 1, 2]),
    i: new Float64Array([0, Number.NaN, 2]),
    s: ["x0", null, "x2"],
  });
});

test("readParquet: a file of something else is FILE_UNREADABLE, a missing one FILE_NOT_FOUND", async () => {
  const path = join(temporaryFolder(), "x.parquet");
  const read = async () => {
    for await (const batch of readParquet(path)) expect(batch).toBeUndefined();
  };
  await expect(read()).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  writeFileSync(path, "not parquet");
  await expect(read()).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});
