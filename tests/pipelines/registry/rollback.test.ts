import { expect, test } from "vitest";
import { releaseHistory, releaseModel } from "../../../pipelines/registry/releases.ts";
import { rollBack } from "../../../pipelines/registry/rollback.ts";
import { openRegistry } from "../../support/registry.ts";
import { trainOnShop } from "../../support/trained-model.ts";

const mean = await trainOnShop("mean");

test("rollBack: to the champion before, back again, and nowhere where there was none", async () => {
  const { log, store } = await openRegistry();
  for (let i = 0; i < 2; i++) await store.add(mean.manifest, mean.files);
  await releaseModel(log, store, { model: "mean-1", replaces: undefined, time: 1, reason: "first" });
  expect(await rollBack(log, store, { time: 2 })).toBeUndefined();
  await releaseModel(log, store, { model: "mean-2", replaces: "mean-1", time: 3, reason: "second" });
  expect(await rollBack(log, store, { time: 4 })).toEqual({ champion: "mean-1", before: "mean-2" });
  expect(await rollBack(log, store, { time: 5, by: "by ada" })).toEqual({ champion: "mean-2", before: "mean-1" });
  expect((await releaseHistory(log)).accepted.slice(2).map(({ model, reason }) => [model, reason])).toEqual([
    ["mean-1", "rolled back from mean-2"],
    ["mean-2", "rolled back from mean-1, by ada"],
  ]);
});
