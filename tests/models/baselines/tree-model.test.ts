import { expect, test } from "vitest";
import { loadTreeModel, treeModel } from "../../../models/baselines/tree-model.ts";
import type { TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";

/** Two trees over two columns: 2 or 4 by the first, missing as high, and -0.5 or 0.25 by the second, missing as low. */
const ensemble: TreeEnsemble = {
  columns: 2,
  base: 0.125,
  roots: Uint32Array.of(0, 3),
  column: Int32Array.of(0, -1, -1, 1, -1, -1),
  threshold: Float32Array.of(0.5, 0, 0, 10, 0, 0),
  left: Uint32Array.of(1, 0, 0, 4, 0, 0),
  right: Uint32Array.of(2, 0, 0, 5, 0, 0),
  missingLeft: Uint8Array.of(0, 0, 0, 1, 0, 0),
  value: Float32Array.of(2.5, 2, 4, 0, -0.5, 0.25),
  gain: Float32Array.of(3, 0, 0, 1, 0, 0),
  cover: Float32Array.of(4, 3, 1, 3, 1, 2),
  categories: new Map(),
};
const trained = { featureSet: "test-1", names: ["overlap", "length"], scoreMin: 1, scoreMax: 3 };
const model = treeModel("trees", ensemble, trained);
const pairs = [
  [0, 20],
  [1, 5],
  [0.5, 10],
  [Number.NaN, Number.NaN],
].flat();
const rows = { featureSet: "test-1", names: trained.names, values: Float32Array.from(pairs), count: 4 };

test("tree model: scores are the sums of leaves, clipped, and the same once loaded", async () => {
  expect([...(await model.score(rows))]).toEqual([2.375, 3, 1.625, 3]);
  const loaded = loadTreeModel("trees", model.save());
  expect(loaded).toMatchObject({ kind: "trees", scoreMin: 1, scoreMax: 3 });
  expect(await loaded.score(rows)).toEqual(await model.score(rows));
  expect(loaded.save()).toEqual(model.save());
});

test("tree model: contributions add up to the score before it is clipped", async () => {
  const { names, base, values } = await model.explain!(rows);
  expect(names).toEqual(["overlap", "length"]);
  // the mean by covers: (3 × 2 + 4) / 4 of the first tree, (-0.5 + 2 × 0.25) / 3 of the second
  expect(base).toBeCloseTo(0.125 + 2.5 + 0, 6);
  const sums = [0, 1, 2, 3].map((row) => base + values[2 * row]! + values[2 * row + 1]!);
  expect(sums).toEqual([2.375, 3.625, 1.625, 3.625].map((sum) => expect.closeTo(sum, 5)));
  expect([...values.subarray(0, 2)]).toEqual([expect.closeTo(-0.5, 5), expect.closeTo(0.25, 5)]);
});

test("tree model: asks rows for the features that it was trained on", async () => {
  const others = { ...rows, names: ["overlap", "width"] };
  await expect(model.score(others)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  await expect(model.explain!(others)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
});

test("tree model: refuses to load what was not saved for it", () => {
  const saved = model.save();
  const damaged = expect.objectContaining({ code: "DATA_DAMAGED" });
  for (const [name, file] of Object.entries(saved)) {
    const { [name]: _, ...others } = saved;
    expect(() => loadTreeModel("trees", others), name).toThrow(damaged);
    expect(() => loadTreeModel("trees", { ...saved, [name]: file.slice(0, -2) }), name).toThrow(damaged);
  }
  expect(() => loadTreeModel("forest", saved)).toThrow(damaged);
  const wider = treeModel("trees", ensemble, { ...trained, names: ["overlap", "length", "more"] }).save();
  expect(() => loadTreeModel("trees", wider)).toThrow("its trees read 2 columns, not 3");
});
