import { expect, test } from "vitest";
import { ridge } from "../../../models/baselines/ridge.ts";
import type { Progress, TrainingRows } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { quietRun } from "../../support/training-run.ts";

const run = quietRun();

function rowsOf(table: readonly (readonly number[])[], grades: readonly number[]): TrainingRows {
  const names = (table[0] ?? [0, 0]).map((_, i) => `f${i}`);
  const labels = { grades: Float32Array.from(grades), labelMin: 1, labelMax: 3 };
  return { featureSet: "test-1", names, values: Float32Array.from(table.flat()), count: table.length, ...labels };
}

/** Grades 2 + a - b / 2 of random features, and a constant third column. */
function linearRows(count: number, noise: number): TrainingRows {
  const random = seededRandom(6);
  const table = Array.from({ length: count }, () => [random.uniform() - 0.5, random.uniform() - 0.5, 0.1]);
  return rowsOf(
    table,
    table.map(([a, b]) => 2 + a! - b! / 2 + noise * (random.uniform() - 0.5)),
  );
}

test("ridge: finds a line that is there, past a constant column", async () => {
  const rows = linearRows(200, 0);
  const model = await ridge.fit(rows, { penalties: [1e-9] }, run);
  const scores = await model.score(rows);
  expect(Math.max(...scores.map((score, i) => Math.abs(score - rows.grades[i]!)))).toBeLessThan(1e-6);
  expect(model.weights.coefficients[2]).toBe(0);
});

test("ridge: two equal columns share the weight of one", async () => {
  const table = [0, 1, 2, 3].map((value) => [value, value]);
  const model = await ridge.fit(rowsOf(table, [1, 1.5, 2, 2.5]), { penalties: [1e-6] }, run);
  const [first, second] = model.weights.coefficients;
  // One column alone has 0.5 times its deviation, the root of 1.25.
  expect(first).toBeCloseTo((0.5 * Math.sqrt(1.25)) / 2, 5);
  expect(second).toBeCloseTo(first!, 9);
});

test("ridge: takes the penalty with the least leave-one-out error", async () => {
  const noisy = linearRows(12, 0.5);
  const clear = linearRows(200, 0);
  const penalties = [0.001, 1, 1000];
  for (const rows of [noisy, clear]) {
    const alone = await Promise.all(penalties.map((penalty) => ridge.fit(rows, { penalties: [penalty] }, run)));
    const errors = alone.map((model) => model.weights.leaveOneOutRmse);
    const chosen = await ridge.fit(rows, { penalties }, run);
    expect(chosen.weights.penalty).toBe(penalties[errors.indexOf(Math.min(...errors))]);
  }
  expect((await ridge.fit(clear, { penalties }, run)).weights.penalty).toBe(0.001);
});

test("ridge: a score is the intercept and what each feature adds, clipped to the labels", async () => {
  const model = await ridge.fit(linearRows(100, 0.1), ridge.defaults, run);
  const names = ["f0", "f1", "f2"];
  const values = Float32Array.of(0.2, -0.1, 0.1, 99, 0, 0.1, -99, 0, 0.1);
  const rows = { featureSet: "test-1", names, values, count: 3 };
  const explained = await model.explain!(rows);
  const { intercept, coefficients, means, scales } = model.weights;
  const ofFirstRow = [0.2, -0.1].map((value, i) => (coefficients[i]! * (value - means[i]!)) / scales[i]!);
  expect(explained).toMatchObject({ names, base: intercept });
  expect([...explained.values.subarray(0, 3)]).toEqual([...ofFirstRow, 0].map((value) => expect.closeTo(value, 6)));
  const total = ofFirstRow.reduce((sum, value) => sum + value, intercept);
  expect([...(await model.score(rows))]).toEqual([expect.closeTo(total, 6), 3, 1]);
  await expect(model.explain!({ ...rows, featureSet: "test-2" })).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
});

test("ridge: tells its progress and stops when asked to", async () => {
  const told: Progress[] = [];
  await ridge.fit(linearRows(20, 0.5), { penalties: [1, 2] }, { ...run, progress: (progress) => told.push(progress) });
  expect(told.map((progress) => progress.share)).toEqual([0, 0.5, 1]);
  const stopped = { ...run, signal: AbortSignal.abort(new Error("enough")) };
  await expect(ridge.fit(linearRows(20, 0.5), ridge.defaults, stopped)).rejects.toThrow("enough");
});

test("ridge: refuses labels without difference, and penalties that are none", async () => {
  const equal = rowsOf([[1], [2]], [2, 2]);
  await expect(ridge.fit(equal, ridge.defaults, run)).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
  for (const penalties of [[], [0], [1, -1], [Number.NaN]]) {
    await expect(ridge.fit(linearRows(9, 0.5), { penalties }, run)).rejects.toMatchObject({ code: "WRONG_USAGE" });
  }
});
