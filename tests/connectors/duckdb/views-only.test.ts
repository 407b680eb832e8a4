import { afterAll, beforeAll, expect, test } from "vitest";
import { type MemoryDatabase, openMemoryDatabase } from "../../../connectors/duckdb/memory-database.ts";
import { requireViews } from "../../../connectors/duckdb/views-only.ts";

let database: MemoryDatabase;
beforeAll(async () => {
  database = await openMemoryDatabase();
});
afterAll(() => database.close());

test.each([
  "FROM scores",
  "FROM main.scores",
  "FROM memory.main.scores AS s JOIN catalog USING (product_id)",
  "WITH best AS (FROM scores) FROM best",
  "SELECT * FROM nothing_of_this_name",
  "SELECT 'scores.parquet' AS name, scores.query FROM scores",
  "SELECT list_sort(list(query)), read_parquet FROM scores",
  "FROM range(3), GENERATE_SERIES(1, 2), unnest([1, 2])",
  "FROM scores, json_each(rewrites)",
  "FROM histogram(scores, score)",
  "FROM histogram_values('scores', score, bin_count := 10)",
  "FROM query_table(['scores', 'labels'])",
  "FROM summary((FROM scores))",
  "FROM information_schema.columns",
  "FROM duckdb_columns() WHERE table_name = 'scores'",
  "FROM pragma_table_info('scores')",
  "DESCRIBE scores",
  "SUMMARIZE scores",
  "SHOW ALL TABLES",
  "PIVOT scores ON model IN ('a') USING count(*)",
  "VALUES (1)",
])("requireViews: %s may go on", async (sql) => {
  expect(await requireViews(database.connection, sql)).toBeUndefined();
});

test.each([
  [
    "FROM 'scores.parquet'",
    'reaches outside the tables and views, which SHOW TABLES names: "scores.parquet" would be a file',
  ],
  ["SELECT 1 + (SELECT count(*) FROM scores.parquet)", '"scores.parquet" would be a file'],
  ["FROM read_parquet('a')", "outside the tables and views, which SHOW TABLES names: read_parquet is none of them"],
  ["FROM function_of_next_year('a')", "function_of_next_year is none of them"],
  ["FROM histogram('scores.parquet', score)", '"scores.parquet" would be a file'],
  ["FROM query_table('scores' || '.parquet')", "query_table is none of them"],
  ["DELETE FROM scores", "only SELECT and the like may run here"],
])("requireViews: %s is refused", async (sql, says) => {
  await expect(requireViews(database.connection, sql)).rejects.toMatchObject({
    code: "SQL_REFUSED",
    message: expect.stringContaining(says),
  });
});

test("requireViews: a statement may be as deep as DuckDB allows", async () => {
  const deep = (inner: string) => `${"SELECT * FROM (".repeat(300)}${inner}${")".repeat(300)}`;
  expect(await requireViews(database.connection, deep("FROM scores"))).toBeUndefined();
  await expect(requireViews(database.connection, deep("FROM 'a.parquet'"))).rejects.toThrow("would be a file");
});
