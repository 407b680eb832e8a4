import { expect, test } from "vitest";
import { readLightGbm, zerosMissing } from "../../../models/trees/lightgbm-text.ts";
import { predictTrees } from "../../../models/trees/tree-ensemble.ts";
import { lightGbmFixtures, readLightGbmFixture } from "../../support/lightgbm-fixture.ts";

test.each(lightGbmFixtures)("readLightGbm: %s gives the scores that LightGBM gives", (name) => {
  const { text, rows, scores } = readLightGbmFixture(name);
  const model = readLightGbm(text);
  const given = predictTrees(model.ensemble, zerosMissing(model, rows));
  expect(given.length).toBe(60);
  for (const [row, score] of scores.entries()) expect(given[row], `row ${row}`).toBeCloseTo(score, 6);
});

test("readLightGbm: says what the columns are, what the trees are for, and where zero is missing", () => {
  const { names, objective, zeroMissing, ensemble } = readLightGbm(readLightGbmFixture("regression").text);
  expect({ names, objective, zeroMissing }).toEqual({
    names: ["plain", "holes", "zeros", "shop", "noise"],
    objective: "regression",
    zeroMissing: new Set(),
  });
  expect(ensemble.roots.length).toBe(8);
  expect(readLightGbm(readLightGbmFixture("zero-missing").text).zeroMissing).toEqual(new Set([0, 1, 2]));
  expect(readLightGbm(readLightGbmFixture("lambdarank").text).objective).toBe("lambdarank");
});

const head = `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=0
feature_names=price
`;
const tree = (threshold: string) => `
Tree=0
num_leaves=2
num_cat=0
split_feature=0
split_gain=4
threshold=${threshold}
decision_type=10
left_child=-1
right_child=-2
leaf_value=-1 1
leaf_count=3 4
internal_value=0
internal_count=7
is_linear=0
shrinkage=1

end of trees
`;

test.for([
  // 0.1 as float32 is above 0.1, so the float32 before it is the threshold
  ["0.1", 0.09999999403953552],
  ["-0.1", -0.10000000149011612],
  ["0.5", 0.5],
  ["-1e-60", -1.401298464324817e-45],
  ["1e-60", 0],
  ["1.0000000180025095e-35", 1.0000000180025095e-35],
  ["1e300", 3.4028234663852886e38],
  ["-1e300", -Infinity],
] as const)("readLightGbm: a threshold of %s is %d, the float32 at or below it", ([written, rounded]) => {
  expect([...readLightGbm(head + tree(written)).ensemble.threshold]).toEqual([rounded, 0, 0]);
});

test("readLightGbm: a tree of one leaf, and a file with a carriage return on each line", () => {
  const leaf = "\nTree=0\nnum_leaves=1\nnum_cat=0\nsplit_feature=\nthreshold=\nleaf_value=2.5\n\nend of trees\n";
  const { ensemble } = readLightGbm((head + leaf).replaceAll("\n", "\r\n"));
  expect([...predictTrees(ensemble, Float32Array.of(1, 2))]).toEqual([2.5, 2.5]);
});

test.for([
  ["is_linear=0", "is_linear=1", "line 22 of a LightGBM model (is_linear): linear trees can't be taken"],
  [
    "per_iteration=1",
    "per_iteration=3",
    "line 4 of a LightGBM model (num_tree_per_iteration): models of several classes",
  ],
] as const)("readLightGbm: refuses %s made %s", ([from, to, message]) => {
  const read = () => readLightGbm((head + tree("1")).replace(from, to));
  expect(read).toThrow(expect.objectContaining({ code: "WRONG_USAGE", message: expect.stringContaining(message) }));
});

test("readLightGbm: refuses a column in which zero is missing at some splits only", () => {
  const mixed = (head + tree("1")).replace("end of trees\n", tree("1").replace("decision_type=10", "decision_type=4"));
  expect(() => readLightGbm(mixed)).toThrow("zero is missing here and a number elsewhere");
});

test.for([
  ["tree\n", "forest\n", 'line 1 of a LightGBM model doesn\'t say "tree"'],
  ["end of trees\n", "", "is the last"],
  ["max_feature_idx=0", "max_feature_idx=1", "line 7 of a LightGBM model has 1 names for 2 columns"],
  ["num_leaves=2", "num_leaves=0", "says that a tree has no leaves"],
  ["num_leaves=2", "num_leaves=two", "line 10 of a LightGBM model is no count (num_leaves)"],
  ["split_feature=0", "split_feature=1", "asks a column that the model doesn't have"],
  ["threshold=1", "threshold=", "line 14 of a LightGBM model is no list of 1 numbers (threshold)"],
  ["threshold=1", "threshold=high", "is no list of 1 numbers"],
  ["threshold=1\n", "", 'line 9 of a LightGBM model begins a part without a line "threshold="'],
  ["decision_type=10", "decision_type=12", "knows a missing value that is none"],
  ["decision_type=10", "decision_type=1", "names categories that are not there"],
  ["left_child=-1", "left_child=0", "leads from split 0 to 0, which can't be"],
  ["left_child=-1", "left_child=1", "leads from split 0 to 1, which can't be"],
  ["left_child=-1", "left_child=-3", "leads from split 0 to -3, which can't be"],
  ["left_child=-1", "left_child=-2", "leads to -2 a second time"],
] as const)("readLightGbm: %j made %j is damage", ([from, to, message]) => {
  const read = () => readLightGbm((head + tree("1")).replace(from, to));
  expect(read).toThrow(expect.objectContaining({ code: "DATA_DAMAGED", message: expect.stringContaining(message) }));
});
