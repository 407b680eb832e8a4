import { RandomForestRegression } from "ml-random-forest";
import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { growForest } from "../../../models/trees/forest.ts";
import { predictTrees } from "../../../models/trees/tree-ensemble.ts";

test("growForest: errs as ml-random-forest does, within 10 %", async () => {
  const random = seededRandom(12);
  const draw = (count: number) => {
    const rows = Array.from({ length: count }, () => Array.from({ length: 4 }, () => Math.fround(random.uniform())));
    return { rows, targets: rows.map(([x, y, z]) => x! * y! * 4 + Math.sin(6 * z!) + 0.3 * random.uniform()) };
  };
  const [fitted, held] = [draw(400), draw(200)];
  const errorOf = (scores: ArrayLike<number>) =>
    Math.sqrt(held.targets.reduce((sum, target, i) => sum + (target - scores[i]!) ** 2, 0) / held.targets.length);

  const peer = new RandomForestRegression({
    nEstimators: 60,
    maxFeatures: 4,
    replacement: false,
    seed: 3,
    noOOB: true,
  });
  peer.train(fitted.rows, fitted.targets);
  const table = { values: Float32Array.from(fitted.rows.flat()), count: 400, columns: 4 };
  const everything = {
    leaves: Number.POSITIVE_INFINITY,
    depth: Number.POSITIVE_INFINITY,
    minRows: 1,
    minGain: 0,
    l2: 0,
  };
  const { ensemble } = await growForest(
    { ...table, targets: Float32Array.from(fitted.targets) },
    { ...everything, trees: 60, bootstrap: true, thresholds: "best", columnsPerTree: 1, columnsPerNode: 1 },
    { seed: 3, threads: 1, signal: new AbortController().signal },
  );

  const [ours, theirs] = [predictTrees(ensemble, Float32Array.from(held.rows.flat())), peer.predict(held.rows)];
  expect(errorOf(theirs)).toBeLessThan(errorOf(held.targets.map(() => 1)) / 2);
  expect(Math.abs(errorOf(ours) / errorOf(theirs) - 1)).toBeLessThan(0.1);
});
