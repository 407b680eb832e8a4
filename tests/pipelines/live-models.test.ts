import { expect, onTestFinished, test, vi } from "vitest";
import { learners } from "../../models/learners.ts";
import { embedderOf, loadLiveModel, namedModel, withLiveModel } from "../../pipelines/live-models.ts";
import { releaseModel } from "../../pipelines/registry/releases.ts";
import { openRegistry } from "../support/registry.ts";
import { trainOnShop } from "../support/trained-model.ts";

const ridge = await trainOnShop("ridge");
const mean = await trainOnShop("mean");

test("namedModel: stays with its model whatever is released", async () => {
  const { log, store } = await openRegistry();
  const first = await store.add(ridge.manifest, ridge.files);
  const models = await namedModel(store, first);
  const model = await store.add(mean.manifest, mean.files);
  await releaseModel(log, store, { model, replaces: undefined, time: 1, reason: "test" });
  expect((await models.current()).reference).toBe("ridge-1");
});

test("loadLiveModel: scores as it did before it was kept", async () => {
  const { store } = await openRegistry();
  const live = await loadLiveModel(store, await store.add(ridge.manifest, ridge.files));
  expect(live.vocabulary.name).toBe(ridge.manifest.vocabulary);
  expect(live.embedder.space).toBe(ridge.manifest.space);
  expect(live.seenQueries?.size).toBeGreaterThan(0);
});

test("loadLiveModel: a model of features that are no longer made is refused by name", async () => {
  const { log, store } = await openRegistry();
  const old = await store.add({ ...ridge.manifest, featureSet: "lexical-1" }, ridge.files);
  const refusal = {
    code: "MODEL_MISMATCH",
    message: 'model "ridge-1" was trained on the features "lexical-1", this version makes "lexical-2"; train it again',
  };
  await expect(loadLiveModel(store, old)).rejects.toMatchObject(refusal);
  const release = { model: old, replaces: undefined, time: 1, reason: "test" };
  await expect(releaseModel(log, store, release)).rejects.toMatchObject(refusal);
});

test("withLiveModel: closes the model whatever comes of the work", async () => {
  const { store } = await openRegistry();
  const reference = await store.add(ridge.manifest, ridge.files);
  const closed = countClosed();
  expect(await withLiveModel(store, reference, async (live) => live.reference)).toBe("ridge-1");
  expect(closed()).toBe(1);
  const failing = withLiveModel(store, reference, () => Promise.reject(new Error("it failed")));
  await expect(failing).rejects.toThrow("it failed");
  expect(closed()).toBe(2);
});

test("embedderOf: closes a model that brings no embedder", async () => {
  const { store } = await openRegistry();
  const reference = await store.add(ridge.manifest, ridge.files);
  const closed = countClosed();
  await expect(embedderOf(store, reference)).rejects.toThrow('"ridge-1" brings no embedder');
  expect(closed()).toBe(1);
});

/** Counts the ridge models that are closed from now on. */
function countClosed(): () => number {
  let count = 0;
  const load = learners.ridge.load;
  vi.spyOn(learners.ridge, "load").mockImplementation(async (files) => {
    const model = await load(files);
    return { ...model, close: async () => void count++ };
  });
  onTestFinished(() => void vi.restoreAllMocks());
  return () => count;
}
