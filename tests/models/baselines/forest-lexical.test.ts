import { expect, test } from "vitest";
import { forestLexical } from "../../../models/baselines/forest-lexical.ts";
import type { Progress } from "../../../models/model.ts";
import { plantedRows } from "../../support/planted-rows.ts";
import { quietRun } from "../../support/training-run.ts";

const [rows, fresh] = [plantedRows(600, 1), plantedRows(300, 2)];
const config = { ...forestLexical.defaults, trees: 30, columnsPerNode: 0.67 };

test("forest-lexical: learns what no sum of features says, missing values included", async () => {
  const model = await forestLexical.fit(rows, config, quietRun());
  const scores = await model.score(fresh);
  const isWrong = (row: number) => Math.abs(scores[row]! - fresh.grades[row]!) > 1;
  const missing = [...scores.keys()].filter((row) => Number.isNaN(fresh.values[3 * row + 1]));
  expect(missing.filter(isWrong).length).toBeLessThan(missing.length / 4);
  expect([...scores.keys()].filter(isWrong).length).toBeLessThan(30);
});

test("forest-lexical: equal seeds give equal bytes, others do not", async () => {
  const few = { ...config, trees: 3 };
  const saved = async (seed: number) => (await forestLexical.fit(rows, few, quietRun({ seed }))).save();
  const [once, again, other] = [await saved(1), await saved(1), await saved(2)];
  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
});

test("forest-lexical: a leaf has as many rows as it is told", async () => {
  const sizeOf = async (leafRows: number) =>
    (await forestLexical.fit(rows, { ...config, leafRows }, quietRun())).save()["trees.bin"]!.length;
  expect(await sizeOf(40)).toBeLessThan((await sizeOf(5)) / 2);
  const flat = await forestLexical.fit(rows, { ...config, leafRows: 400 }, quietRun());
  expect(new Set(await flat.score(fresh)).size).toBe(1);
});

test("forest-lexical: tells its progress and stops when asked to", async () => {
  const told: Progress[] = [];
  await forestLexical.fit(rows, { ...config, trees: 2 }, quietRun({ progress: (each) => told.push(each) }));
  expect(told).toEqual([
    { share: 0.5, doing: "tree 1 of 2" },
    { share: 1, doing: "tree 2 of 2" },
  ]);
  const stopped = quietRun({ signal: AbortSignal.abort(new Error("enough")) });
  await expect(forestLexical.fit(rows, config, stopped)).rejects.toThrow("enough");
});

test.each([
  { trees: 0 },
  { trees: 1.5 },
  { leafRows: 0 },
  { columnsPerNode: 0 },
  { columnsPerNode: 1.5 },
  { columnsPerNode: Number.NaN },
])("forest-lexical: can't be grown with %o", async (odd) => {
  await expect(forestLexical.fit(rows, { ...config, ...odd }, quietRun())).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringContaining(`give ${Object.keys(odd)[0]}: `),
  });
});
