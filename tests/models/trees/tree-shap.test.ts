import fc from "fast-check";
import { expect, test } from "vitest";
import { randomRows, randomTrees } from "../../../bench/support/random-trees.ts";
import { readLightGbm, zerosMissing } from "../../../models/trees/lightgbm-text.ts";
import { goesLeft, predictTrees, type TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";
import { treeContributions } from "../../../models/trees/tree-shap.ts";
import { lightGbmFixtures, readLightGbmFixture } from "../../support/lightgbm-fixture.ts";

const columns = 4;
const anyTrees = fc.record({
  seed: fc.nat(),
  trees: fc.integer({ min: 1, max: 3 }),
  leaves: fc.integer({ min: 1, max: 16 }),
  columns: fc.constant(columns),
  categorical: fc.constantFrom(0, 0.5),
});

test("treeContributions: are the Shapley values of all subsets of columns", () => {
  fc.assert(
    fc.property(anyTrees, (shape) => {
      const ensemble = randomTrees(shape);
      const row = randomRows(shape.seed, 1, columns);
      const { base, values } = treeContributions(ensemble, row);
      expect(base).toBeCloseTo(expectedScore(ensemble, row, 0), 12);
      for (let column = 0; column < columns; column++)
        expect(values[column]).toBeCloseTo(shapleyValue(ensemble, row, column), 7);
    }),
    { numRuns: 300 },
  );
});

test("treeContributions: with the base they add up to the score, in deep trees too", () => {
  const ensemble = randomTrees({ seed: 4, trees: 20, leaves: 500, columns: 60 });
  const rows = randomRows(5, 20, 60);
  const { base, values } = treeContributions(ensemble, rows);
  for (const [row, score] of predictTrees(ensemble, rows).entries()) {
    const own = values.subarray(row * 60, row * 60 + 60);
    expect(own.reduce((sum, value) => sum + value, base)).toBeCloseTo(score, 6);
  }
});

test("treeContributions: a split that no training row took one way is a split like others", () => {
  const ensemble = randomTrees({ seed: 6, trees: 10, leaves: 12, columns });
  for (const node of ensemble.cover.keys()) if (node % 5 === 1) ensemble.cover[node] = 0;
  const row = randomRows(7, 1, columns);
  const { values } = treeContributions(ensemble, row);
  for (let column = 0; column < columns; column++)
    expect(values[column]).toBeCloseTo(shapleyValue(ensemble, row, column), 7);
});

// LightGBM's contributions of a random forest add up to the sum of its trees, its scores are their mean
test.for(lightGbmFixtures)("treeContributions: %s has the contributions that LightGBM gives", (name) => {
  const { text, rows, contributions } = readLightGbmFixture(name);
  const model = readLightGbm(text);
  const trees = name === "random-forest" ? model.ensemble.roots.length : 1;
  const { base, values } = treeContributions(model.ensemble, zerosMissing(model, rows));
  for (const [row, expected] of contributions.entries()) {
    const own = [...values.subarray(row * 5, row * 5 + 5), base];
    for (const [column, value] of own.entries())
      expect(value * trees, `row ${row}, column ${column}`).toBeCloseTo(expected[column]!, 5);
  }
});

/** The score that is expected when the columns whose bits are set are known. */
function expectedScore(ensemble: TreeEnsemble, row: Float32Array, known: number): number {
  const { column, left, right, cover, value } = ensemble;
  const below = (node: number): number => {
    const asked = column[node]!;
    if (asked < 0) return value[node]!;
    if ((known >> asked) & 1) return below(goesLeft(ensemble, node, row[asked]!) ? left[node]! : right[node]!);
    const [a, b] = [cover[left[node]!]!, cover[right[node]!]!];
    const share = a + b > 0 ? a / (a + b) : 0.5;
    return share * below(left[node]!) + (1 - share) * below(right[node]!);
  };
  return ensemble.roots.reduce((sum, root) => sum + below(root), ensemble.base);
}

/** By the definition: what the column adds to each subset of the others, weighted by how many orders have that subset before it. */
function shapleyValue(ensemble: TreeEnsemble, row: Float32Array, column: number): number {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  let sum = 0;
  for (let known = 0; known < 2 ** columns; known++) {
    if ((known >> column) & 1) continue;
    const size = known.toString(2).replaceAll("0", "").length;
    const weight = (factorial(size) * factorial(columns - size - 1)) / factorial(columns);
    sum += weight * (expectedScore(ensemble, row, known | (1 << column)) - expectedScore(ensemble, row, known));
  }
  return sum;
}
