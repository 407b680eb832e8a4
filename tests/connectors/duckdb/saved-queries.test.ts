import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { openParquetStore } from "../../../connectors/duckdb/parquet-store.ts";
import { runSql } from "../../../connectors/duckdb/run-sql.ts";
import { savedQueries, savedQuery } from "../../../connectors/duckdb/saved-queries.ts";
import type { TableName } from "../../../schemas/tables.ts";
import { placedRow } from "./rows.ts";

const time = Date.UTC(2024, 4, 1, 10, 20);
const tablesFolder = mkdtempSync(join(tmpdir(), "twinstream-"));

beforeAll(async () => {
  const store = await openParquetStore({ folder: tablesFolder, clock: systemClock });
  const keep = (table: TableName, rows: readonly Record<string, unknown>[]) =>
    store.keep(
      table,
      { topic: table, partition: 0, firstOffset: 0, lastOffset: rows.length - 1 },
      rows.map((row, offset) => placedRow(table, offset, { time, ...row })),
    );
  const saw = { event_id: "a", session_id: "s", query: "Saw ", model: "ridge-1" };
  const drill = { event_id: "b", session_id: "s", query: "drill", model: "ridge-1" };
  const graded = { ...drill, event_id: "c", session_id: "t", label_min: 1, label_max: 3 };
  await keep("scores", [
    { ...saw, product_id: "p1", title: "Saw", position: 1, score: 1 },
    { ...saw, product_id: "p2", title: "Hammer", position: 2, score: 1.5 },
    { ...drill, product_id: "p3", title: "Drill", position: 1, score: 3 },
    { ...graded, product_id: "p3", title: "Drill", position: 1, score: 3, grade: 3 },
    { ...graded, product_id: "p4", title: "Bit", position: 2, score: 2.5, grade: 1 },
    { ...graded, product_id: "p5", title: "Bag", position: 3, score: 1, grade: 1.5 },
  ]);
  await keep("interactions", [{ event_id: "i", type: "click", refers_to: "a", product_id: "p1" }]);
  await keep("searches", [
    { event_id: "a", session_id: "s", query: "saw", product_count: 2 },
    { event_id: "z", session_id: "s", query: "unicorn", product_count: 0 },
    { event_id: "b", session_id: "t", query: "drill", product_count: 1, time: time + 3_600_000 },
  ]);
  await keep("dead_letters", [
    { topic: "searches", stage: "tokenize", error: "no query" },
    { topic: "searches", stage: "tokenize", error: "no query" },
  ]);
  const part = { model: "ridge-1", source: "demo", searches: 1, ranked_searches: 1, sum_ndcg: 0.5 };
  await keep("evaluations", [
    { ...part, slice: "query_words", value: "1", pairs: 4, sum_squared_error: 1, sum_error: 2 },
    { ...part, slice: "query_words", value: "2", pairs: 1, sum_squared_error: 4, sum_error: 2 },
    { ...part, slice: "all", value: "all", pairs: 5, sum_squared_error: 5, sum_error: 4 },
  ]);
  await store.close();
});

afterAll(() => rmSync(tablesFolder, { recursive: true, force: true }));

async function answerOf(name: keyof typeof savedQueries, folder = tablesFolder) {
  const result = await runSql({ tablesFolder: folder, sql: savedQueries[name].sql });
  const rows = [];
  for await (const chunk of result.chunks) rows.push(...chunk);
  return rows;
}

const names = Object.keys(savedQueries) as readonly (keyof typeof savedQueries)[];

test.each(names)(
  "saved queries: %s has an answer where nothing happened yet, and says what it answers",
  async (name) => {
    expect(await answerOf(name, "nowhere")).toEqual([]);
    expect(savedQueries[name].doc).toMatch(/^[A-Z].*\.$/);
  },
);

const last = "2024-05-01T10:20:00.000Z";
const answers: [name: keyof typeof savedQueries, rows: unknown][] = [
  // Errors 0, 1.5 and -0.5: (2.25 + 0.25) / 3.
  ["worst-queries", [["drill", "ridge-1", 2, 3, Math.sqrt(2.5 / 3), 1 / 3]]],
  [
    "lowest-scores",
    [
      ["saw", 1, 1.5],
      ["drill", 2, 3],
    ],
  ],
  ["zero-results", [["unicorn", 1, 1, last]]],
  [
    "most-searched",
    [
      ["drill", 2, 2, 2.375],
      ["saw", 1, 1, 1.25],
    ],
  ],
  [
    "click-through-by-position",
    [
      [1, 2, 1, 0, 0, 0.5],
      [2, 1, 0, 0, 0, 0],
    ],
  ],
  // p1 was clicked, p4 and p5 were shown to judges alone.
  [
    "shown-never-clicked",
    [
      ["p2", "Hammer", 1, 1.5],
      ["p3", "Drill", 1, 3],
    ],
  ],
  [
    "quality-by-slice",
    [
      ["ridge-1", "demo", "query_words", "2", 1, 2, 2, 0.5],
      ["ridge-1", "demo", "query_words", "1", 4, 0.5, 0.5, 0.5],
    ],
  ],
  [
    "largest-errors",
    [
      ["drill", "Bit", 1, 2.5, 1.5, "ridge-1"],
      ["drill", "Bag", 1.5, 1, -0.5, "ridge-1"],
      ["drill", "Drill", 3, 3, 0, "ridge-1"],
    ],
  ],
  [
    "searches-by-hour",
    [
      ["2024-05-01T11:00:00.000Z", 1, 1, 0],
      ["2024-05-01T10:00:00.000Z", 2, 1, 1],
    ],
  ],
  ["dead-letters", [["tokenize", "no query", 2, last]]],
];

test.each(answers)("saved queries: %s answers with right numbers", async (name, rows) => {
  expect(await answerOf(name)).toEqual(rows);
});

test("saved queries: one that there is not is told with those that there are", () => {
  expect(savedQuery("zero-results")).toBe(savedQueries["zero-results"]);
  for (const name of ["unicorns", "toString"]) {
    expect(() => savedQuery(name)).toThrow(
      `there is no saved query "${name}"; there are worst-queries, lowest-scores, `,
    );
  }
});
