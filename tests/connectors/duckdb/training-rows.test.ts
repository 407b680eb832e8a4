import { expect, test } from "vitest";
import { runSql } from "../../../connectors/duckdb/run-sql.ts";
import { keptAt, keptTables } from "../../support/kept-tables.ts";

async function trainingRows(tablesFolder: string) {
  const sql =
    "SELECT event_id, product_id, position, grade, model FROM training_rows ORDER BY event_id, product_id, position";
  const rows: unknown[] = [];
  for await (const chunk of (await runSql({ tablesFolder, sql })).chunks) rows.push(...chunk);
  return rows;
}

const score = { feature_set: "lexical-2", label_min: 1, label_max: 3, model: "ridge-1", score: 2 };

test("training_rows: a product that stands twice in a judged list has two rows", async () => {
  const pair = { ...score, event_id: "a", product_id: "p" };
  const folder = await keptTables({
    scores: [
      { ...pair, position: 1, grade: 3 },
      { ...pair, position: 2, grade: 1 },
      { ...pair, position: 3, grade: 1 },
    ],
  });
  expect(await trainingRows(folder)).toEqual([
    ["a", "p", 1, 3, "ridge-1"],
    ["a", "p", 2, 1, "ridge-1"],
    ["a", "p", 3, 1, "ridge-1"],
  ]);
});

test("training_rows: a list that was scored again, by this model or another, has its rows once, as first scored", async () => {
  const pair = { ...score, event_id: "a", product_id: "p", position: 1, grade: 3 };
  const folder = await keptTables({ scores: [pair, pair, { ...pair, model: "mean-1" }] });
  expect(await trainingRows(folder)).toEqual([["a", "p", 1, 3, "ridge-1"]]);
});

test("training_rows: of two late labels for a product the newer one counts, at each place where it was shown", async () => {
  const shown = { ...score, event_id: "a", product_id: "p", label_min: null, label_max: null };
  const label = { refers_to: "a", product_id: "p", position: 1, label_min: 1, label_max: 3 };
  const folder = await keptTables({
    scores: [
      { ...shown, position: 1 },
      { ...shown, position: 4 },
      { ...shown, position: 5, product_id: "q" },
    ],
    labels: [
      { ...label, event_id: "l2", grade: 2, time: keptAt + 2_000 },
      { ...label, event_id: "l1", grade: 3, time: keptAt + 1_000 },
    ],
  });
  expect(await trainingRows(folder)).toEqual([
    ["a", "p", 1, 2, "ridge-1"],
    ["a", "p", 4, 2, "ridge-1"],
  ]);
});
