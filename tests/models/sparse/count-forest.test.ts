import { expect, test } from "vitest";
import type { Progress } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { growCountForest, scoreCounts } from "../../../models/sparse/count-forest.ts";
import { multiply, writeSparse } from "../../../models/sparse/sparse-matrix.ts";
import { predictTrees } from "../../../models/trees/tree-ensemble.ts";
import { quietRun } from "../../support/training-run.ts";

const options = { trees: 20, minRows: 3, depth: 30, columnsPerTree: 0.7, columnsPerNode: 0.8 };
const [count, columns] = [500, 12];

/** Rows of few counts; the first column adds one, but not together with the second. */
function someRows(seed: number) {
  const random = seededRandom(seed);
  const writer = writeSparse(count, 4);
  const targets = Float32Array.from({ length: count }, () => {
    const has = Array.from({ length: columns }, () => random.int(3) === 0);
    has.forEach((isThere, column) => {
      if (isThere) writer.add(column, 1 + random.int(3));
    });
    writer.endRow();
    return Number(has[0] !== has[1]) + 0.2 * random.uniform();
  });
  return { matrix: writer.matrix(columns), targets };
}

const { matrix, targets } = someRows(4);

test("count forest: learns what no sum of columns says, and repeats itself", () => {
  const forest = growCountForest(matrix, targets, { ...options, columnsPerTree: 1, columnsPerNode: 1 }, quietRun());
  const fresh = someRows(5);
  const scores = scoreCounts(forest, fresh.matrix);
  const errors = scores.map((score, row) => (score - fresh.targets[row]!) ** 2);
  expect(Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / count)).toBeLessThan(0.15);
  expect(growCountForest(matrix, targets, { ...options, columnsPerTree: 1, columnsPerNode: 1 }, quietRun())).toEqual(
    forest,
  );
  const other = growCountForest(
    matrix,
    targets,
    { ...options, columnsPerTree: 1, columnsPerNode: 1 },
    quietRun({ seed: 2 }),
  );
  expect(other.value).not.toEqual(forest.value);
});

test("scoreCounts: as the same rows in full, and no row leaves anything for the next", () => {
  const forest = growCountForest(matrix, targets, options, quietRun());
  const full = new Float32Array(count * columns);
  for (let column = 0; column < columns; column++) {
    const into = new Float64Array(count);
    multiply(
      matrix,
      Float64Array.from({ length: columns }, (_, each) => Number(each === column)),
      1,
      into,
    );
    into.forEach((value, row) => {
      full[row * columns + column] = value;
    });
  }
  const expected = predictTrees(forest, full);
  expect([...scoreCounts(forest, matrix)]).toEqual([...expected].map((score) => expect.closeTo(score, 6)));
});

test("count forest: leaves have enough rows, and their scores are means of targets", () => {
  const { column, cover, value } = growCountForest(matrix, targets, { ...options, trees: 1, minRows: 40 }, quietRun());
  const leaves = [...column.keys()].filter((node) => column[node]! < 0);
  expect(leaves.length).toBeGreaterThan(3);
  for (const leaf of leaves) {
    expect(cover[leaf]).toBeGreaterThanOrEqual(40);
    expect(value[leaf]).toBeGreaterThanOrEqual(0);
    expect(value[leaf]).toBeLessThanOrEqual(1.2);
  }
});

test("count forest: tells its progress and stops when asked to", () => {
  const told: Progress[] = [];
  growCountForest(matrix, targets, { ...options, trees: 2 }, quietRun({ progress: (progress) => told.push(progress) }));
  expect(told).toEqual([
    { share: 0, doing: "tree 1 of 2" },
    { share: 0.5, doing: "tree 2 of 2" },
  ]);
  const stopped = quietRun({ signal: AbortSignal.abort(new Error("enough")) });
  expect(() => growCountForest(matrix, targets, options, stopped)).toThrow("enough");
});
