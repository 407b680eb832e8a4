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
