import { expect, test } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { pairHash } from "../../../models/pair-hash.ts";
import { parts } from "../../../models/splitting.ts";
import { modelFiles } from "../../../pipelines/live-models.ts";
import { compareModels } from "../../../pipelines/registry/compare-models.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { trainModel } from "../../../pipelines/training/train.ts";
import { openRegistry } from "../../support/registry.ts";
import { planFor, smallShop } from "../../support/trained-model.ts";

const events = [...smallShop.judgedQueries(700)];
const plan = { ...planFor("ridge"), split: "both" } as const;
const material = await materialOfEvents(events, plan, () => {});
const clock = createVirtualClock(1);
const ridge = await trainModel(material, plan, clock);
const mean = await trainModel(material, { ...plan, kind: "mean" }, clock);

async function withBoth() {
  const { store } = await openRegistry();
  await store.add(mean.manifest, mean.files);
  await store.add(ridge.manifest, ridge.files);
  return store;
}

const models = { first: "mean-1", second: "ridge-1" };

test("compareModels: on the rows that both were tested on, as their manifests measured them", async () => {
  const comparison = await compareModels(await withBoth(), models);
  if ("reason" in comparison) throw new Error(comparison.reason);
  const [all] = comparison.slices;
  const { test: measured, seen, unseen } = ridge.manifest.metrics;
  expect([all!.pairs, all!.searches]).toEqual([measured.pairs, measured.searches]);
  expect(all!.figures.rmse!.second).toBeCloseTo(measured.rmse, 5);
  expect(all!.figures.rmse!.first).toBeCloseTo(mean.manifest.metrics.test.rmse, 5);
  expect(all!.figures.rmse!.interval.high).toBeLessThan(0);
  const pairs = Object.fromEntries(comparison.slices.map(({ value, pairs }) => [value, pairs]));
  expect(pairs).toMatchObject({ seen: seen!.pairs, unseen: unseen!.pairs });
});

test("compareModels: on a file, rows that one of them learned from are left out", async () => {
  const comparison = await compareModels(await withBoth(), models, events);
  if ("reason" in comparison) throw new Error(comparison.reason);
  const pairs = events.flatMap(({ query, products }) => products.map(({ title }) => pairHash(query!, title ?? "")));
  const known = new Set(pairs.filter((_, row) => material.partOfRow[row] !== parts.test));
  const left = pairs.filter((pair) => !known.has(pair)).length;
  expect(comparison.slices[0]!.pairs).toBe(left);
  expect(comparison.notes).toEqual([`${pairs.length - left} rows that one of them learned from are left out`]);
  expect(comparison.slices[0]!.figures.rmse!.second).toBeCloseTo(ridge.manifest.metrics.test.rmse, 2);
});

test("compareModels: trained on other rows with the same seed, they are compared on what neither learned from", async () => {
  const store = await withBoth();
  const more = [...events, ...[...smallShop.judgedQueries(800)].slice(700)];
  const later = await trainModel(await materialOfEvents(more, plan, () => {}), plan, clock);
  expect(later.manifest.data.hash).not.toBe(ridge.manifest.data.hash);
  await store.add(later.manifest, later.files);
  const comparison = await compareModels(store, { first: "ridge-1", second: "ridge-2" });
  if ("reason" in comparison) throw new Error(comparison.reason);
  expect(comparison.slices[0]!.pairs).toBe(ridge.manifest.metrics.test.pairs);
});

test("compareModels: says why it can't be told, and what to do", async () => {
  const store = await withBoth();
  const { [modelFiles.testScores]: _scores, [modelFiles.knownPairs]: _pairs, ...older } = mean.files;
  await store.add(mean.manifest, older);
  expect(await compareModels(store, { first: "ridge-1", second: "mean-2" })).toMatchObject({
    reason:
      "mean-2 was trained before test scores were kept; give judged rows to compare them on: --input FILE --preset NAME",
  });
  const known = events.filter((_, i) => i < 10);
  const { reason } = (await compareModels(store, models, known)) as { reason: string };
  expect(reason).toMatch(
    /^there are \d+ rows of \d+ searches that neither learned from, too few to tell; \d+ rows that one of them learned from are left out; give a file of other rows$/,
  );
  const untold = await compareModels(store, { first: "mean-2", second: "mean-2" }, events);
  expect(untold).toMatchObject({
    notes: Array(2).fill("mean-2 may have learned from these rows: it was trained before that was kept"),
  });
});
