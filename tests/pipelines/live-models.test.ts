import { expect, test } from "vitest";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import {
  followChampion,
  loadLiveModel,
  namedModel,
  releasedModel,
  releaseModel,
  untrainedReference,
} from "../../pipelines/live-models.ts";
import { createMemoryLog, createVirtualClock } from "../../pipelines/testing.ts";
import { topics } from "../../schemas/topics.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { trainOnShop } from "../support/trained-model.ts";

const ridge = await trainOnShop("ridge");
const mean = await trainOnShop("mean");

async function opened() {
  const clock = createVirtualClock(1_000_000);
  const log = createMemoryLog({ clock });
  await log.createTopics(topics);
  return { clock, log, store: openModelFolder(temporaryFolder()) };
}

test("followChampion: before any release every score is 2.5 by the untrained model", async () => {
  const { clock, log, store } = await opened();
  const live = await followChampion(log, store, clock).current();
  expect(live.reference).toBe(untrainedReference);
  const rows = { featureSet: "lexical-1", names: ["a"], values: new Float32Array(2), count: 2 };
  expect([...(await live.model.score(rows))]).toEqual([2.5, 2.5]);
});

test("followChampion: a release is seen within a quarter of a second, without a restart", async () => {
  const { clock, log, store } = await opened();
  const models = followChampion(log, store, clock);
  await models.current();
  const reference = await store.add(ridge.manifest, ridge.files);
  await releaseModel(log, store, { model: reference, time: 1, reason: "test" });
  await clock.advance(249);
  expect((await models.current()).reference).toBe(untrainedReference);
  await clock.advance(1);
  expect((await models.current()).reference).toBe("ridge-1");
});

test("followChampion: finds the newest model of an earlier space", async () => {
  const { clock, log, store } = await opened();
  await store.add(ridge.manifest, ridge.files);
  await store.add(mean.manifest, mean.files);
  const models = followChampion(log, store, clock);
  expect((await models.inSpace(ridge.manifest.space))?.embedder.space).toBe(ridge.manifest.space);
  expect((await models.inSpace("hashed-ngrams-128-1/none"))?.reference).toBe(untrainedReference);
  expect(await models.inSpace("nobody's")).toBeUndefined();
});

test("namedModel: stays with its model whatever is released", async () => {
  const { log, store } = await opened();
  const first = await store.add(ridge.manifest, ridge.files);
  const models = await namedModel(store, first);
  await releaseModel(log, store, { model: await store.add(mean.manifest, mean.files), time: 1, reason: "test" });
  expect((await models.current()).reference).toBe("ridge-1");
});

test("releaseModel: remembers the champion before, for going back", async () => {
  const { log, store } = await opened();
  await releaseModel(log, store, { model: await store.add(ridge.manifest, ridge.files), time: 1, reason: "first" });
  expect(await releasedModel(log, "previous-champion")).toBeUndefined();
  await releaseModel(log, store, { model: await store.add(mean.manifest, mean.files), time: 2, reason: "second" });
  expect([await releasedModel(log, "champion"), await releasedModel(log, "previous-champion")]).toEqual([
    "mean-1",
    "ridge-1",
  ]);
});

test("releaseModel: a model that is not there can't be released", async () => {
  const { log, store } = await opened();
  await expect(releaseModel(log, store, { model: "ridge-7", time: 1, reason: "test" })).rejects.toMatchObject({
    code: "MODEL_NOT_FOUND",
  });
});

test("releaseModel: a model that can't be loaded is refused, and the champion stays", async () => {
  const { log, store } = await opened();
  await releaseModel(log, store, { model: await store.add(mean.manifest, mean.files), time: 1, reason: "first" });
  const damaged = await store.add(ridge.manifest, { ...ridge.files, "model.json": new TextEncoder().encode("{}") });
  await expect(releaseModel(log, store, { model: damaged, time: 2, reason: "test" })).rejects.toMatchObject({
    code: "DATA_DAMAGED",
  });
  expect(await releasedModel(log, "champion")).toBe("mean-1");
});

test("loadLiveModel: scores as it did before it was kept", async () => {
  const { store } = await opened();
  const live = await loadLiveModel(store, await store.add(ridge.manifest, ridge.files));
  expect(live.vocabulary.name).toBe(ridge.manifest.vocabulary);
  expect(live.embedder.space).toBe(ridge.manifest.space);
  expect(live.seenQueries?.size).toBeGreaterThan(0);
});
