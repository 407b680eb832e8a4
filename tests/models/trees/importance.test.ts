import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { importanceByGain, importanceByPermutation, importanceBySplits } from "../../../models/trees/importance.ts";
import { readLightGbm } from "../../../models/trees/lightgbm-text.ts";
import { readLightGbmFixture } from "../../support/lightgbm-fixture.ts";

// feature_importance of the fixture's model in LightGBM
test("importance: gain and splits are those that LightGBM counts", () => {
  const { ensemble } = readLightGbm(readLightGbmFixture("regression").text);
  expect([...importanceBySplits(ensemble)]).toEqual([11, 13, 16, 8, 0]);
  const gains = importanceByGain(ensemble);
  const expected = [290.379215, 247.245541, 883.538504, 212.1058, 0];
  for (const [column, gain] of expected.entries()) expect(gains[column]).toBeCloseTo(gain, 2);
});

const columns = 4;
const random = seededRandom(5);
// the last two columns are the same
const values = Float32Array.from({ length: 500 * columns }, () => random.uniform());
for (let row = 0; row < 500; row++) values[row * columns + 3] = values[row * columns + 2]!;

/** Three times column 0, and columns 2 and 3 taken together; column 1 is of no use. */
function score(rows: Float32Array): Float64Array {
  const at = (row: number, column: number) => rows[row * columns + column]!;
  const shared = (row: number) => (at(row, 2) + at(row, 3)) / 2;
  return Float64Array.from({ length: rows.length / columns }, (_, row) => 3 * at(row, 0) + shared(row));
}

const truth = score(values);
const loss = (scores: ArrayLike<number>) =>
  truth.reduce((sum, label, row) => sum + (scores[row]! - label) ** 2 / truth.length, 0);

test("importanceByPermutation: the squared error rises by twice the variance that a column brings", async () => {
  const rises = await importanceByPermutation({ values, columns, score, loss, seed: 1, repeats: 20 });
  // a column of uniform numbers has a variance of 1/12; half of it is in each of the twins
  const expected = [(9 * 2) / 12, 0, 2 / 12 / 4, 2 / 12 / 4];
  for (const [column, rise] of expected.entries())
    expect(Math.abs(rises[column]! - rise), `column ${column}`).toBeLessThanOrEqual(0.1 * rise);
});

test("importanceByPermutation: columns of a group are permuted together", async () => {
  const groups = [
    [0, 1],
    [2, 3],
  ];
  const rises = await importanceByPermutation({ values, columns, score, loss, groups, seed: 1, repeats: 20 });
  expect(Math.abs(rises[1]! - 2 / 12)).toBeLessThan(0.1 * (2 / 12));
});

test("importanceByPermutation: equal seeds give equal numbers, and the rows stay as they were", async () => {
  const before = values.slice();
  const trial = { values, columns, score: async (rows: Float32Array) => score(rows), loss, seed: 2 };
  const rises = await importanceByPermutation(trial);
  expect(await importanceByPermutation(trial)).toEqual(rises);
  expect(await importanceByPermutation({ ...trial, seed: 3 })).not.toEqual(rises);
  expect(values).toEqual(before);
});
