import { expect, test } from "vitest";
import { untrainedReference } from "../../../pipelines/live-models.ts";
import { followChampion } from "../../../pipelines/registry/follow-champion.ts";
import { releaseChallenger, releaseModel, withdrawChallenger } from "../../../pipelines/registry/releases.ts";
import { openRegistry } from "../../support/registry.ts";
import { trainOnShop } from "../../support/trained-model.ts";

const ridge = await trainOnShop("ridge");
const mean = await trainOnShop("mean");

test("followChampion: before any release every score is 2.5 by the untrained model", async () => {
  const { clock, log, store } = await openRegistry();
  const live = await followChampion(log, store, clock).current();
  expect(live.reference).toBe(untrainedReference);
  const rows = { featureSet: "lexical-1", names: ["a"], values: new Float32Array(2), count: 2 };
  expect([...(await live.model.score(rows))]).toEqual([2.5, 2.5]);
});

test("followChampion: a release is seen within a quarter of a second, without a restart", async () => {
  const { clock, log, store } = await openRegistry();
  const models = followChampion(log, store, clock);
  await models.current();
  const model = await store.add(ridge.manifest, ridge.files);
  await releaseModel(log, store, { model, replaces: undefined, time: 1, reason: "test" });
  await clock.advance(249);
  expect((await models.current()).reference).toBe(untrainedReference);
  await clock.advance(1);
  expect((await models.current()).reference).toBe("ridge-1");
});

test("followChampion: the challenger comes and goes", async () => {
  const { clock, log, store } = await openRegistry();
  const models = followChampion(log, store, clock);
  const challenger = async () => {
    await clock.advance(250);
    return (await models.challenger?.())?.reference;
  };
  expect(await challenger()).toBeUndefined();
  const model = await store.add(mean.manifest, mean.files);
  await releaseChallenger(log, store, { model, time: 1, reason: "test" });
  expect(await challenger()).toBe("mean-1");
  await withdrawChallenger(log, { time: 1, reason: "test" });
  expect(await challenger()).toBeUndefined();
});

test("followChampion: finds the newest model of an earlier space", async () => {
  const { clock, log, store } = await openRegistry();
  await store.add(ridge.manifest, ridge.files);
  await store.add(mean.manifest, mean.files);
  const models = followChampion(log, store, clock);
  expect((await models.inSpace(ridge.manifest.space))?.embedder.space).toBe(ridge.manifest.space);
  expect((await models.inSpace("hashed-ngrams-128-1/none"))?.reference).toBe(untrainedReference);
  expect(await models.inSpace("nobody's")).toBeUndefined();
});
