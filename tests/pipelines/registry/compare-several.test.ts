import { expect, test } from "vitest";
import { compareSeveral } from "../../../pipelines/registry/compare-several.ts";
import { releaseModel } from "../../../pipelines/registry/releases.ts";
import { openRegistry } from "../../support/registry.ts";
import { trainOnShop } from "../../support/trained-model.ts";

const mean = await trainOnShop("mean");

test("compareSeveral: each beside the champion where it is among them, else beside the first", async () => {
  const { log, store } = await openRegistry();
  for (let i = 0; i < 3; i++) await store.add(mean.manifest, mean.files);
  const pairs = async (...references: readonly string[]) =>
    (await compareSeveral(log, store, references)).comparisons.map(({ first, second }) => [first, second]);
  expect(await pairs("mean-1", "mean-2", "mean-3")).toEqual([
    ["mean-1", "mean-2"],
    ["mean-1", "mean-3"],
  ]);
  await releaseModel(log, store, { model: "mean-3", replaces: undefined, time: 1, reason: "test" });
  expect(await pairs("mean-1", "mean-3")).toEqual([["mean-3", "mean-1"]]);
  await expect(pairs("mean-1", "mean-9")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
});
