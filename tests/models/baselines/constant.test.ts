import { expect, test } from "vitest";
import { constantModel, loadConstantModel } from "../../../models/baselines/constant.ts";
import type { FeatureRows } from "../../../models/model.ts";

const trained = { featureSet: "test-1", names: ["a", "b"], scoreMin: 1, scoreMax: 3 };
const rows: FeatureRows = { featureSet: "test-1", names: ["a", "b"], values: Float32Array.of(1, 2, 3, 4), count: 2 };

test.each([
  [2.5, 2.5],
  [0, 1],
  [7, 3],
])("constant model: a score of %d on a range from 1 to 3 gives every row %d", async (score, given) => {
  const model = constantModel("fixed", score, trained);
  expect([model.kind, model.scoreMin, model.scoreMax]).toEqual(["fixed", 1, 3]);
  expect(await model.score(rows)).toEqual(Float32Array.of(given, given));
});

test("constant model: nothing adds to its score", async () => {
  const explained = await constantModel("fixed", 7, trained).explain!(rows);
  expect(explained).toEqual({ names: [], base: 3, values: new Float32Array() });
});

test("constant model: no rows, no scores", async () => {
  expect(await constantModel("mean", 2, trained).score({ ...rows, values: new Float32Array(), count: 0 })).toEqual(
    new Float32Array(),
  );
});

test("constant model: what is saved and loaded scores the same", async () => {
  const loaded = loadConstantModel("mean", await constantModel("mean", 2.25, trained).save());
  expect(await loaded.score(rows)).toEqual(Float32Array.of(2.25, 2.25));
});

test("constant model: rows of other features, and a file of another kind, are refused", async () => {
  const model = constantModel("mean", 2, trained);
  await expect(model.score({ ...rows, featureSet: "test-2" })).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  await expect(model.score({ ...rows, names: ["a", "c"] })).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  const saved = await model.save();
  expect(() => loadConstantModel("fixed", saved)).toThrow(expect.objectContaining({ code: "DATA_DAMAGED" }));
});
