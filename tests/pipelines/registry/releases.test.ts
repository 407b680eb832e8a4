import { expect, test } from "vitest";
import { encodeEvent } from "../../../pipelines/batch.ts";
import {
  followReleases,
  releaseChallenger,
  releasedRoles,
  releaseHistory,
  releaseModel,
  roleChanges,
  withdrawChallenger,
} from "../../../pipelines/registry/releases.ts";
import { openRegistry, type Registry } from "../../support/registry.ts";
import { trainOnShop } from "../../support/trained-model.ts";

const mean = await trainOnShop("mean");

/** A registry with so many models `mean-1`, `mean-2`, … */
async function withModels(count: number): Promise<Registry> {
  const registry = await openRegistry();
  for (let i = 0; i < count; i++) await registry.store.add(mean.manifest, mean.files);
  return registry;
}

function release({ log, store }: Registry, model: string, replaces?: string, time = 1): Promise<void> {
  return releaseModel(log, store, { model, replaces, time, reason: "test" });
}

test("releaseModel: remembers the champion before, for going back", async () => {
  const registry = await withModels(2);
  expect(await releasedRoles(registry.log)).toEqual({});
  await release(registry, "mean-1");
  expect(await releasedRoles(registry.log)).toEqual({ champion: "mean-1" });
  await release(registry, "mean-2", "mean-1");
  expect(await releasedRoles(registry.log)).toEqual({ champion: "mean-2", "previous-champion": "mean-1" });
  await release(registry, "mean-2", "mean-2");
  expect(await releasedRoles(registry.log)).toEqual({ champion: "mean-2", "previous-champion": "mean-1" });
});

test("releaseModel: a model that is not there can't be released", async () => {
  await expect(release(await openRegistry(), "mean-7")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
});

test("releaseModel: a model that can't be loaded is refused, and the champion stays", async () => {
  const registry = await withModels(1);
  await release(registry, "mean-1");
  const nonsense = new TextEncoder().encode("{}");
  const damaged = await registry.store.add(mean.manifest, { ...mean.files, "model.json": nonsense });
  await expect(release(registry, damaged, "mean-1")).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  expect(await releasedRoles(registry.log)).toEqual({ champion: "mean-1" });
});

test("releaseModel: decided against a champion that reigns no more, it changes nothing and says so", async () => {
  const registry = await withModels(3);
  await release(registry, "mean-1");
  await release(registry, "mean-2", "mean-1");
  await expect(release(registry, "mean-3", "mean-1")).rejects.toThrow(
    '"mean-3" was to replace mean-1, but the champion changed meanwhile to mean-2; run it again to decide against that one',
  );
  await expect(release(registry, "mean-3")).rejects.toMatchObject({ code: "CHAMPION_CHANGED" });
  expect(await releasedRoles(registry.log)).toEqual({ champion: "mean-2", "previous-champion": "mean-1" });
});

test("releaseModel: of many at once each champion replaced the very one it was decided against", async () => {
  const registry = await withModels(8);
  const outcomes: boolean[] = [];
  const promoteAgainstWhatItFinds = async (place: number) => {
    for (let turn = 0; turn < 5; turn++) {
      const { champion } = await releasedRoles(registry.log);
      const model = `mean-${((place + turn) % 8) + 1}`;
      outcomes.push(
        await release(registry, model, champion, 100 * place + turn).then(
          () => true,
          () => false,
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, place) => promoteAgainstWhatItFinds(place)));
  const { accepted, roles } = await releaseHistory(registry.log);
  expect(accepted.map(({ replaces }) => replaces)).toEqual(
    ["fixed-0", ...accepted.map(({ model }) => model)].slice(0, -1),
  );
  expect(accepted).toHaveLength(outcomes.filter((isDone) => isDone).length);
  expect(outcomes).toContain(false);
  const different = accepted.filter(({ model, replaces }) => model !== replaces).at(-1)!;
  expect(roles).toEqual({ champion: different.model, "previous-champion": different.replaces });
});

test("releasedRoles: releases of earlier versions named the champion before in a record of their own", async () => {
  const { log } = await openRegistry();
  const written = { time: 1, reason: "test", replaces: null };
  const models = [
    { role: "champion", model: "mean-1" },
    { role: "champion", model: "mean-3" },
    { role: "previous-champion", model: "mean-1" },
  ];
  await log.append(models.map((event) => encodeEvent("model-releases", { ...written, ...event })));
  expect(await releasedRoles(log)).toEqual({ champion: "mean-3", "previous-champion": "mean-1" });
});

test("releaseChallenger: challenges until it is withdrawn or promoted", async () => {
  const registry = await withModels(2);
  const { log, store } = registry;
  const challenge = (model: string) => releaseChallenger(log, store, { model, time: 1, reason: "test" });
  await release(registry, "mean-1");
  expect(await withdrawChallenger(log, { time: 1, reason: "test" })).toBeUndefined();
  await challenge("mean-2");
  expect(await releasedRoles(log)).toEqual({ champion: "mean-1", challenger: "mean-2" });
  expect(await withdrawChallenger(log, { time: 1, reason: "test" })).toBe("mean-2");
  expect(await releasedRoles(log)).toEqual({ champion: "mean-1" });
  await challenge("mean-2");
  await release(registry, "mean-2", "mean-1");
  expect(await releasedRoles(log)).toEqual({ champion: "mean-2", "previous-champion": "mean-1" });
});

test("releaseChallenger: neither the champion nor a model that can't be loaded", async () => {
  const registry = await withModels(1);
  const { log, store } = registry;
  await release(registry, "mean-1");
  const challenge = (model: string) => releaseChallenger(log, store, { model, time: 1, reason: "test" });
  await expect(challenge("mean-1")).rejects.toMatchObject({ code: "WRONG_USAGE" });
  await expect(challenge("mean-2")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  expect(await releasedRoles(log)).toEqual({ champion: "mean-1" });
});

test("followReleases: reads each release once, and tells what reading all of them anew tells", async () => {
  const registry = await withModels(3);
  const read: number[] = [];
  const counting = {
    ...registry.log,
    async *read(...question: Parameters<typeof registry.log.read>) {
      for await (const entries of registry.log.read(...question)) {
        read.push(...entries.map(({ offset }) => offset));
        yield entries;
      }
    },
  };
  const look = followReleases(counting);
  expect(await look()).toEqual({ roles: {}, accepted: [] });
  await release(registry, "mean-1");
  await Promise.all([look(), look(), look()]);
  await release(registry, "mean-2", "mean-1");
  await releaseChallenger(registry.log, registry.store, { model: "mean-3", time: 2, reason: "test" });
  expect(await look()).toEqual(await releaseHistory(registry.log));
  expect(read).toEqual([0, 1, 2]);
});

test("roleChanges: from whom to whom; a challenger that becomes the champion challenges no more", async () => {
  const registry = await withModels(3);
  const { log, store } = registry;
  await release(registry, "mean-1");
  await releaseChallenger(log, store, { model: "mean-2", time: 2, reason: "a try" });
  await release(registry, "mean-2", "mean-1", 3);
  await releaseChallenger(log, store, { model: "mean-3", time: 4, reason: "next" });
  expect(roleChanges(await releaseHistory(log))).toEqual([
    { time: 1, role: "champion", from: null, to: "mean-1", reason: "test" },
    { time: 2, role: "challenger", from: null, to: "mean-2", reason: "a try" },
    { time: 3, role: "champion", from: "mean-1", to: "mean-2", reason: "test" },
    { time: 4, role: "challenger", from: null, to: "mean-3", reason: "next" },
  ]);
});
