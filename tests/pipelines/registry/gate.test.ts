import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { modelFiles } from "../../../pipelines/live-models.ts";
import { type GateOptions, gateChecks } from "../../../pipelines/registry/gate.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { trainModel } from "../../../pipelines/training/train.ts";
import { openRegistry } from "../../support/registry.ts";
import { planFor, smallShop } from "../../support/trained-model.ts";

const events = [...smallShop.judgedQueries(500)];
const plan = { ...planFor("ridge"), split: "both" } as const;
const material = await materialOfEvents(events, plan, () => {});
const ridge = await trainModel(material, plan, createVirtualClock(1));
const mean = await trainModel(material, { ...plan, kind: "mean" }, createVirtualClock(1));

/** `mean-1` and `ridge-1`, and what a gate asks of one of them, as `what: ok` or `what: found`. */
async function gate() {
  const { store, folder } = await openRegistry();
  await store.add(mean.manifest, mean.files);
  await store.add(ridge.manifest, ridge.files);
  const ask = async (model: string, options: Partial<GateOptions> = {}) => {
    const checks = await gateChecks(store, model, { champion: undefined, budgetMs: 100, ...options });
    return checks.map(({ what, isPassed, found }) => `${what}: ${isPassed ? "ok" : found}`);
  };
  return { store, folder, ask };
}

const parity = "scores as when it was trained";

test("gateChecks: a better model passes, each slice with its figures", async () => {
  const { store, ask } = await gate();
  const found = await ask("ridge-1", { champion: "mean-1" });
  expect(found.slice(0, 4)).toEqual([
    `${parity}: ok`,
    "fast enough: ok",
    "not worse: RMSE: ok",
    "not worse: NDCG@10: ok",
  ]);
  expect(found).toEqual(
    expect.arrayContaining(["not worse: RMSE, query seen: ok", "not worse: RMSE, query unseen: ok"]),
  );
  expect(found.some((check) => check.startsWith("not worse: RMSE, words "))).toBe(true);
  const [, , rmse] = await gateChecks(store, "ridge-1", { champion: "mean-1", budgetMs: 100 });
  expect(rmse!.found).toMatch(/^0\.\d{4} against 0\.\d{4}: -0\.\d{4} \(-0\.\d{4} to -0\.\d{4}\), limit \+0\.\d{4}$/);
});

test("gateChecks: a worse model is refused where it is worse", async () => {
  const { ask } = await gate();
  const found = await ask("mean-1", { champion: "ridge-1" });
  expect(found.find((check) => check.startsWith("not worse: RMSE:"))).toMatch(/: \+0\.\d{4} \(\+0\.\d{4} to /);
  expect(found.find((check) => check.startsWith("not worse: NDCG@10:"))).toMatch(/: -0\.\d{4} \(-0\.\d{4} to -/);
});

test("gateChecks: equal models pass, on the rows of a file as well", async () => {
  const { store, ask } = await gate();
  await store.add(ridge.manifest, ridge.files);
  for (const rows of [undefined, events]) {
    const found = await ask("ridge-2", { champion: "ridge-1", events: rows });
    expect(found.length).toBeGreaterThan(4);
    expect(found.every((check) => check.endsWith(": ok"))).toBe(true);
  }
});

test("gateChecks: says which slices nothing guards", async () => {
  const { store } = await gate();
  const ofLength = (isWanted: (words: number) => boolean) => events.filter(({ query }) => isWanted(wordsOf(query!)));
  const some = [...ofLength((words) => words === 1).slice(0, 6), ...ofLength((words) => words === 2)];
  const checks = await gateChecks(store, "ridge-1", { champion: "mean-1", budgetMs: 100, events: some });
  const { what, isPassed, found } = checks.at(-1)!;
  expect({ what, isPassed }).toEqual({ what: "slices too small to guard", isPassed: true });
  expect(found).toMatch(/words 1 \(\d\)(, .*)?: with fewer than 20 searches they can't be compared$/);
  expect(checks.some((check) => check.what === "not worse: RMSE, words 2")).toBe(true);
});

function wordsOf(query: string): number {
  return query.split(" ").length;
}

test("gateChecks: the first champion needs only to be whole, and so does the champion itself", async () => {
  const { ask } = await gate();
  const trivially = [`${parity}: ok`, "not worse than the champion: ok"];
  expect(await ask("mean-1", { budgetMs: 0.001 })).toEqual(trivially);
  expect(await ask("mean-1", { champion: "mean-1" })).toEqual(trivially);
});

test("gateChecks: over its budget of time", async () => {
  const { store, ask } = await gate();
  for (const msPerThousandScores of [4, 12.34])
    await store.add({ ...ridge.manifest, msPerThousandScores }, ridge.files);
  expect(await ask("ridge-3", { champion: "ridge-2", budgetMs: 10 })).toContain(
    "fast enough: 12.3 ms for 1,000 scores (the champion 4.0), at most 10; where 81037 pairs a second on one core are enough, give --budget-ms 19",
  );
});

test("gateChecks: a model that scores otherwise than when it was trained", async () => {
  const { store, ask } = await gate();
  const ofOther = { ...mean.files, [modelFiles.sampleRows]: ridge.files[modelFiles.sampleRows]! };
  await store.add(mean.manifest, ofOther);
  expect((await ask("mean-2"))[0]).toMatch(/^scores as when it was trained: differs by \d\.\d+, at most 1e-6$/);
  const { [modelFiles.sampleRows]: _, ...without } = mean.files;
  await store.add(mean.manifest, without);
  expect((await ask("mean-3"))[0]).toBe(`${parity}: it was trained before sample rows were kept; train it again`);
});

test("gateChecks: damaged models are refused, and compared with nothing", async () => {
  const { folder, ask } = await gate();
  rmSync(join(folder, "mean-1/model.json"));
  expect((await ask("mean-1"))[0]).toMatch(/^scores as when it was trained: .*mean-1\/model\.json" is missing; /);
  expect((await ask("ridge-1", { champion: "mean-1" })).at(-1)).toMatch(
    /^not worse than mean-1: can't be told: .*mean-1\/model\.json" is missing; /,
  );
});

test("gateChecks: models without common rows ask for a file", async () => {
  const { store, ask } = await gate();
  const others = await materialOfEvents([...smallShop.judgedQueries(30)], plan, () => {});
  const other = await trainModel(others, plan, createVirtualClock(1));
  await store.add(other.manifest, other.files);
  expect((await ask("ridge-2", { champion: "ridge-1" })).at(-1)).toMatch(
    /^not worse than ridge-1: can't be told: there are \d+ rows of \d+ searches that neither learned from, too few to tell; give judged rows to compare them on: --input FILE --preset NAME$/,
  );
  await expect(ask("ridge-7")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
});
