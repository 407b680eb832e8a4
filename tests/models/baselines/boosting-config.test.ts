import { expect, test } from "vitest";
import { boostedLexical } from "../../../models/baselines/boosted-lexical.ts";
import { boostingRows, checkBoosting, treeOptions } from "../../../models/baselines/boosting-config.ts";
import { squaredError } from "../../../models/trees/objectives.ts";

const usual = boostedLexical.defaults;

test("boosting config: names the setting that nothing can be boosted with", () => {
  checkBoosting("boosted-lexical", usual);
  checkBoosting("boosted-lexical", { ...usual, l2: 0, rowShare: 1, columnShare: 1, leaves: 2 });
  for (const [name, values] of Object.entries({
    rounds: [0, 1.5],
    learningRate: [0, 1.1, Number.NaN],
    leaves: [1],
    minRows: [0],
    l2: [-1, Number.POSITIVE_INFINITY],
    rowShare: [0, 2],
    columnShare: [-0.1, Number.NaN],
    patience: [0],
  })) {
    const refused = { code: "WRONG_USAGE", message: expect.stringContaining(`boosted-lexical can't be trained`) };
    for (const value of values) {
      const check = () => checkBoosting("boosted-lexical", { ...usual, [name]: value });
      expect(check, `${name} ${value}`).toThrow(expect.objectContaining(refused));
      expect(check).toThrow(`give ${name}: `);
    }
  }
});

test("boosting config: the share of columns is that of a tree, and the error is squared", () => {
  const { columnShare, ...growth } = usual;
  expect(treeOptions(usual)).toMatchObject({ ...growth, columnsPerTree: columnShare, objective: squaredError });
});

test("boosting config: rows are taken with their grades as targets", () => {
  const [values, grades] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 3)];
  const features = { featureSet: "test-1", names: ["a", "b"], values, count: 2 };
  const rows = boostingRows({ ...features, grades, labelMin: 1, labelMax: 3 });
  expect(rows).toEqual({ values, count: 2, columns: 2, targets: grades });
});
