import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, onTestFinished, test } from "vitest";
import { selectByGlob, selectSnapshot, viewColumns, viewName } from "../../../connectors/duckdb/table-views.ts";
import { keptTables } from "../../support/kept-tables.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

async function openDuckDb() {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  onTestFinished(() => {
    connection.closeSync();
    instance.closeSync();
  });
  return connection;
}

const day = "day=2024-05-01";
const part = (first: number, last: number, effectiveAt?: number) =>
  `${day}/searches-0-${padded(first)}-${padded(last)}${effectiveAt === undefined ? "" : `-merged-${padded(effectiveAt)}`}.parquet`;
const padded = (value: number) => String(value).padStart(16, "0");

/** Tables with two files of the searches 0 and 1, and a merged file that stands for both from a moment on. */
async function mergedTables(effectiveAt: number) {
  const connection = await openDuckDb();
  const folder = temporaryFolder();
  const write = async (name: string, offsets: string) => {
    const path = join(folder, "searches", name);
    mkdirSync(dirname(path), { recursive: true });
    await connection.run(
      `COPY (SELECT 'lamp' AS query, unnest(${offsets})::BIGINT AS topic_offset) TO '${path}' (FORMAT parquet)`,
    );
  };
  await write(part(0, 0), "[0]");
  await write(part(1, 1), "[1]");
  await write(part(0, 1, effectiveAt), "[0, 1]");
  const offsets = async (select: string) =>
    (await connection.runAndReadAll(`SELECT topic_offset::INTEGER FROM (${select}) ORDER BY 1`)).getRows().flat();
  return { folder, connection, offsets };
}

test("viewName: every table has a view of its name, but the catalog one of all its changes", () => {
  expect([viewName("scores"), viewName("catalog")]).toEqual(["scores", "catalog_history"]);
});

test("viewColumns: a table's own columns, where a row comes from, and its day", () => {
  expect(viewColumns("interactions").slice(-5)).toEqual([
    ["quantity", "INTEGER"],
    ["topic_partition", "INTEGER"],
    ["topic_offset", "BIGINT"],
    ["processed_at", "TIMESTAMP"],
    ["day", "DATE"],
  ]);
});

test("selectSnapshot: a merged file stands for its inputs from its moment on, and rows count once before and after", async () => {
  const { folder, offsets } = await mergedTables(1_000);
  for (const now of [0, 999, 1_000, 2_000]) {
    expect(await offsets(await selectSnapshot(folder, "searches", now)), `${now}`).toEqual([0, 1]);
  }
  rmSync(join(folder, "searches", part(0, 0)));
  expect(await offsets(await selectSnapshot(folder, "searches", 999))).toEqual([1]);
  expect(await offsets(await selectSnapshot(folder, "searches", 1_000))).toEqual([0, 1]);
});

// In the year 2001 and in the year 9999, as seen by the database's own clock.
test.each([1_000_000_000_000, 253_370_764_800_000])(
  "selectByGlob: rows count once, merged at %d",
  async (effectiveAt) => {
    const { folder, offsets } = await mergedTables(effectiveAt);
    expect(await offsets(selectByGlob(folder, "searches"))).toEqual([0, 1]);
  },
);

test("selectByGlob: the merged file is left out until its moment, its inputs after it", async () => {
  const { folder: past, offsets: pastOffsets } = await mergedTables(1_000_000_000_000);
  rmSync(join(past, "searches", part(0, 1, 1_000_000_000_000)));
  expect(await pastOffsets(selectByGlob(past, "searches"))).toEqual([0, 1]);
  const { folder: future, offsets: futureOffsets } = await mergedTables(253_370_764_800_000);
  rmSync(join(future, "searches", part(1, 1)));
  expect(await futureOffsets(selectByGlob(future, "searches"))).toEqual([0]);
});

test("selects: columns that older files lack are null, in their type, and the day comes from the folder", async () => {
  const { folder, connection } = await mergedTables(1_000);
  for (const select of [await selectSnapshot(folder, "searches", 0), selectByGlob(folder, "searches")]) {
    const reader = await connection.runAndReadAll(
      `SELECT query, product_count, day::VARCHAR AS day FROM (${select}) LIMIT 1`,
    );
    expect(reader.getRows()).toEqual([["lamp", null, "2024-05-01"]]);
    const described = await connection.runAndReadAll(`DESCRIBE ${select}`);
    expect(described.getRows().map(([name, type]) => [name, type])).toEqual(viewColumns("searches"));
  }
});

test("selectSnapshot: a folder that is not there has no rows, and all columns", async () => {
  const connection = await openDuckDb();
  const select = await selectSnapshot(join(temporaryFolder(), "none"), "labels", 0);
  const described = await connection.runAndReadAll(`DESCRIBE ${select}`);
  expect(described.getRows().map(([name, type]) => [name, type])).toEqual(viewColumns("labels"));
  expect((await connection.runAndReadAll(select)).getRows()).toEqual([]);
});

test("table views: scores kept with the features of an earlier set are read together with those of this one", async () => {
  const folder = await keptTables({
    scores: [{ event_id: "new", feature_set: "lexical-2", feature_bm25: 7, feature_word_overlap: 0.5 }],
  });
  const connection = await openDuckDb();
  const path = join(folder, "scores", `${day}/scores-0-${padded(5)}-${padded(5)}.parquet`);
  await connection.run(
    `COPY (SELECT 'old' AS event_id, 'lexical-1' AS feature_set, 0.25::FLOAT AS feature_word_overlap, 1::FLOAT AS feature_number_conflict) TO '${path}' (FORMAT parquet)`,
  );
  for (const select of [selectByGlob(folder, "scores"), await selectSnapshot(folder, "scores", 0)]) {
    const sql = `SELECT event_id, feature_set, feature_bm25, feature_word_overlap FROM (${select}) ORDER BY 1`;
    expect((await connection.runAndReadAll(sql)).getRows()).toEqual([
      ["new", "lexical-2", 7, 0.5],
      ["old", "lexical-1", null, 0.25],
    ]);
  }
});
