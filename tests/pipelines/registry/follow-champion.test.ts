import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { untrainedReference } from "../../../pipelines/live-models.ts";
import { followChampion } from "../../../pipelines/registry/follow-champion.ts";
import { releaseChallenger, releaseModel, withdrawChallenger } from "../../../pipelines/registry/releases.ts";
import type { Trained } from "../../../pipelines/training/train.ts";
import { openRegistry } from "../../support/registry.ts";
import { trainOnShop } from "../../support/trained-model.ts";

const ridge = await trainOnShop("ridge");
const mean = await trainOnShop("mean");

function unexpected(notice: string): never {
  throw new Error(notice);
}

test("followChampion: before any release every score is 2.5 by the untrained model", async () => {
  const { clock, log, store } = await openRegistry();
  const live = await followChampion(log, store, clock, unexpected).current();
  expect(live.reference).toBe(untrainedReference);
  const rows = { featureSet: "lexical-2", names: ["a"], values: new Float32Array(2), count: 2 };
  expect([...(await live.model.score(rows))]).toEqual([2.5, 2.5]);
});

test("followChampion: a release is seen within a quarter of a second, without a restart", async () => {
  const { clock, log, store } = await openRegistry();
  const models = followChampion(log, store, clock, unexpected);
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
  const models = followChampion(log, store, clock, unexpected);
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

/** A registry whose champion was `mean-1`, then `ridge-1`; what its follower has noticed, and which model it scores with. */
async function afterTwoChampions() {
  const registry = await openRegistry();
  const { clock, log, store, folder } = registry;
  const notices: string[] = [];
  const follow = () => followChampion(log, store, clock, (text) => notices.push(text));
  const models = follow();
  const scoring = async (by = models) => {
    await clock.advance(250);
    return (await by.current()).reference;
  };
  const release = async ({ manifest, files }: Trained, replaces?: string) => {
    const model = await store.add(manifest, files);
    await releaseModel(log, store, { model, replaces, time: 1, reason: "test" });
  };
  const path = join(folder, "ridge-1/model.json");
  await release(mean);
  expect(await scoring()).toBe("mean-1");
  await release(ridge, "mean-1");
  const whole = readFileSync(path);
  return { ...registry, notices, follow, models, scoring, release, path, whole };
}

test("followChampion: a champion damaged after its release is refused, and the last good model goes on until it is mended", async () => {
  const { clock, path, whole, scoring, notices } = await afterTwoChampions();
  writeFileSync(path, "{}");
  expect([await scoring(), await scoring()]).toEqual(["mean-1", "mean-1"]);
  expect(notices).toEqual([
    `"ridge-1" is the champion but does not load, so mean-1 scores until it does: "${path}" was altered: its SHA-256 is not the manifest's; restore it from a copy, or remove the folder of "ridge-1" and train again [DATA_DAMAGED]; or go back: twinstream models rollback`,
  ]);
  writeFileSync(path, whole);
  await clock.advance(5_000);
  expect(await scoring()).toBe("ridge-1");
  expect(notices.slice(1)).toEqual(['"ridge-1" loads, and scores from now on']);
});

test("followChampion: files that break under a loaded champion change nothing", async () => {
  const { path, scoring, notices } = await afterTwoChampions();
  await scoring();
  rmSync(path);
  expect([await scoring(), notices]).toEqual(["ridge-1", []]);
});

test("followChampion: at the start a damaged champion is stood in for by the one before it", async () => {
  const { path, follow, scoring, release, notices } = await afterTwoChampions();
  rmSync(path);
  const started = follow();
  expect(await scoring(started)).toBe("mean-1");
  expect(notices).toHaveLength(1);
  await release(mean, "ridge-1");
  expect(await scoring(started)).toBe("mean-2");
});

test("followChampion: at the start, when the one before is damaged too, by the newest champion that loads; by none it is thrown", async () => {
  const { folder, path, follow, scoring, release } = await afterTwoChampions();
  await release(ridge, "ridge-1");
  rmSync(path);
  rmSync(join(folder, "ridge-2/model.json"));
  expect(await scoring(follow())).toBe("mean-1");
  rmSync(join(folder, "mean-1"), { recursive: true });
  await expect(scoring(follow())).rejects.toThrow('ridge-2/model.json" is missing');
});

test("followChampion: a damaged challenger does not challenge", async () => {
  const { clock, log, store, path, follow, notices } = await afterTwoChampions();
  await releaseModel(log, store, { model: "mean-1", replaces: "ridge-1", time: 1, reason: "test" });
  await releaseChallenger(log, store, { model: "ridge-1", time: 1, reason: "test" });
  rmSync(path);
  const models = follow();
  expect([await models.challenger?.(), await models.challenger?.()]).toEqual([undefined, undefined]);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(/^"ridge-1" does not load, so nobody challenges until it does: .*\[DATA_DAMAGED\]$/);
  await withdrawChallenger(log, { time: 1, reason: "test" });
  await clock.advance(250);
  expect([await models.challenger?.(), notices[1]]).toEqual([undefined, "nobody challenges"]);
});
