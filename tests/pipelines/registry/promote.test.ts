import { expect, test } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { promoteFirst, promoteModel } from "../../../pipelines/registry/promote.ts";
import { releasedRoles, releaseHistory } from "../../../pipelines/registry/releases.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { trainModel } from "../../../pipelines/training/train.ts";
import { openRegistry } from "../../support/registry.ts";
import { planFor, smallShop } from "../../support/trained-model.ts";

const plan = { ...planFor("ridge"), split: "both" } as const;
const material = await materialOfEvents([...smallShop.judgedQueries(400)], plan, () => {});
const ridge = await trainModel(material, plan, createVirtualClock(1));
const mean = await trainModel(material, { ...plan, kind: "mean" }, createVirtualClock(1));

async function registryWith(...trained: readonly (typeof ridge)[]) {
  const registry = await openRegistry();
  for (const { manifest, files } of trained) await registry.store.add(manifest, files);
  const { log, store } = registry;
  const promote = (model: string, force?: string) =>
    promoteModel(log, store, { model, time: 1, reason: "promoted", force });
  return { ...registry, promote };
}

test("promoteModel: the first, then a better one; a worse one is refused and the champion stays", async () => {
  const { log, promote } = await registryWith(mean, ridge, mean);
  expect((await promote("mean-1")).isPromoted).toBe(true);
  expect((await promote("ridge-1")).isPromoted).toBe(true);
  const { isPromoted, checks } = await promote("mean-2");
  expect([isPromoted, checks.some((check) => !check.isPassed)]).toEqual([false, true]);
  expect(await releasedRoles(log)).toEqual({ champion: "ridge-1", "previous-champion": "mean-1" });
});

test("promoteModel: by force, with the reason and what the gate refused in the release", async () => {
  const { log, promote } = await registryWith(ridge, mean);
  await promote("ridge-1");
  expect((await promote("mean-1", "the ridge is being looked into")).isPromoted).toBe(true);
  const { accepted } = await releaseHistory(log);
  expect(accepted.map(({ reason }) => reason)).toEqual([
    "promoted",
    expect.stringMatching(
      /^promoted, by force: the ridge is being looked into \(the gate refused: not worse: RMSE; not worse: NDCG@10;? ?.*\)$/,
    ),
  ]);
});

test("promoteModel: of several at once one becomes the champion, the others are told", async () => {
  const { log, promote } = await registryWith(mean, ridge, ridge, ridge);
  await promote("mean-1");
  const outcomes = await Promise.allSettled(["ridge-1", "ridge-2", "ridge-3"].map((model) => promote(model)));
  const codes = outcomes.map((outcome) => (outcome.status === "fulfilled" ? "promoted" : outcome.reason.code));
  expect(codes.toSorted()).toEqual(["CHAMPION_CHANGED", "CHAMPION_CHANGED", "promoted"]);
  const winner = `ridge-${codes.indexOf("promoted") + 1}`;
  expect(await releasedRoles(log)).toEqual({ champion: winner, "previous-champion": "mean-1" });
});

test("promoteFirst: only where there is no champion, also when two come at once", async () => {
  const { log, store } = await registryWith(ridge, mean);
  const first = (model: string) => promoteFirst(log, store, { model, time: 1, reason: "the first model" });
  const outcomes = await Promise.all([first("ridge-1"), first("mean-1")]);
  expect(outcomes.filter((outcome) => outcome?.isPromoted === true)).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
  expect(await first("mean-1")).toBeUndefined();
  expect((await releaseHistory(log)).accepted).toHaveLength(1);
});
