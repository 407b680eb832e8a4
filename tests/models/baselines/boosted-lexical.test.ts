import { expect, test } from "vitest";
import { boostedLexical } from "../../../models/baselines/boosted-lexical.ts";
import type { Progress } from "../../../models/model.ts";
import { plantedRows } from "../../support/planted-rows.ts";
import { quietRun } from "../../support/training-run.ts";

const [rows, fresh] = [plantedRows(600, 1), plantedRows(300, 2)];
const config = { ...boostedLexical.defaults, rounds: 150, learningRate: 0.1, columnShare: 1, minRows: 5 };

test("boosted-lexical: learns what no sum of features says, missing values included", async () => {
  const model = await boostedLexical.fit(rows, config, quietRun());
  const scores = await model.score(fresh);
  const isWrong = (row: number) => Math.abs(scores[row]! - fresh.grades[row]!) > 1;
  const missing = [...scores.keys()].filter((row) => Number.isNaN(fresh.values[3 * row + 1]));
  expect(missing.length).toBeGreaterThan(20);
  expect(missing.filter(isWrong).length).toBeLessThan(missing.length / 10);
  expect([...scores.keys()].filter(isWrong).length).toBeLessThan(15);
});

test("boosted-lexical: stops where rows to choose by get no better, and keeps the trees up to the best", async () => {
  const told: Progress[] = [];
  const progress = (each: Progress) => told.push(each);
  // grades of other rows, so that trees soon do harm
  const validation = { ...fresh, grades: fresh.grades.toReversed() };
  const patient = { ...config, patience: 3 };
  const model = await boostedLexical.fit(rows, patient, quietRun({ validation, progress }));
  expect(told.length).toBeLessThan(config.rounds / 2);
  expect(told[0]!.doing).toMatch(/^tree 1, validation error \d\.\d{4}$/);
  const kept = { ...patient, rounds: told.length - patient.patience };
  const shorter = await boostedLexical.fit(rows, kept, quietRun());
  expect(await model.score(fresh)).toEqual(await shorter.score(fresh));
});

test("boosted-lexical: equal seeds give equal bytes, others do not", async () => {
  const few = { ...config, rounds: 5 };
  const saved = async (seed: number) => (await boostedLexical.fit(rows, few, quietRun({ seed }))).save();
  const [once, again, other] = [await saved(1), await saved(1), await saved(2)];
  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
});

test("boosted-lexical: refuses settings that nothing can be boosted with, and stops when asked to", async () => {
  await expect(boostedLexical.fit(rows, { ...config, leaves: 1 }, quietRun())).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringContaining("give leaves: a whole number above 1"),
  });
  const stopped = quietRun({ signal: AbortSignal.abort(new Error("enough")) });
  await expect(boostedLexical.fit(rows, config, stopped)).rejects.toThrow("enough");
});
