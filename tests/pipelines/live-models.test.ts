import { expect, test } from "vitest";
import { loadLiveModel, namedModel } from "../../pipelines/live-models.ts";
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
