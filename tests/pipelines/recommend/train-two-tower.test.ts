import { expect, test } from "vitest";
import { plainReader } from "../../../models/two-tower/text-reader.ts";
import { loadTwoTower, openState } from "../../../models/two-tower/two-tower-model.ts";
import { evaluateRecommender } from "../../../pipelines/recommend/evaluate-recommender.ts";
import { keepRecommender, openRecommenders, withRecommender } from "../../../pipelines/recommend/keep-recommender.ts";
import { shopHistory } from "../../../pipelines/recommend/shop-history.ts";
import { trainTwoTower } from "../../../pipelines/recommend/train-two-tower.ts";
import { surroundings } from "../../../pipelines/surroundings.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { unattended } from "../../../pipelines/training/train.ts";
import { smallCatalog, smallChoices, smallHistory, smallTowers } from "../../support/small-shop-history.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const plan = { ...unattended, reader: plainReader, config: smallTowers, seed: 1, from: "a file" };
const clock = createVirtualClock(Date.UTC(2024, 5, 1));
const trained = await trainTwoTower(smallHistory(), plan, clock);

test("trainTwoTower: tells what it learned from and how good it is on the last days, beside simpler ways", () => {
  const { data, test: judged, bestEpoch, learningCurve } = trained.manifest;
  expect(data).toMatchObject({ from: "a file", choices: 600, visitors: 30, products: 40 });
  expect(bestEpoch).toBeLessThanOrEqual(learningCurve.length);
  expect(judged.full.ways.model.mrr.value).toBeGreaterThan(judged.full.ways.popularity.mrr.value);
  expect(judged.times.popularity.mrr.value).toBeCloseTo(
    judged.full.ways.model.mrr.value / judged.full.ways.popularity.mrr.value,
    10,
  );
  const { full, warm, cold, coldAmongCold } = judged;
  expect(warm.choices + cold.choices).toBe(full.choices);
  expect(cold.choices).toBeGreaterThan(0);
  expect(coldAmongCold.choices).toBe(cold.choices);
  expect(judged.lists.popularity.headShare).toBe(1);
  expect(judged.lists.chosen.headShare).toBeLessThan(1);
  expect(judged.separations.map(({ by }) => by)).toEqual(["category"]);
  // what was never chosen has one popularity: half of the pairs are in order
  expect(coldAmongCold.ways.popularity.auc.value).toBeCloseTo(0.5, 10);
});

test("trainTwoTower: is set beside the model in use on choices that neither learned from", async () => {
  const state = await openState(trained.files, surroundings);
  const choices = smallChoices();
  const inUse = { reference: "two-tower-1", state: { ...state, until: choices[569]!.time } };
  const { beside, test: judged } = (await trainTwoTower(smallHistory(), plan, clock, inUse)).manifest;
  // ten days would be sixty choices, of which the model in use has learned the first thirty
  expect(judged.full.choices).toBeLessThanOrEqual(30);
  expect(beside).toMatchObject({ reference: "two-tower-1", choices: judged.full.choices });
  expect(trained.manifest.beside).toBeUndefined();
});

test("trainTwoTower: a model in use that learned the days of the test is no measure", async () => {
  const inUse = { reference: "two-tower-1", state: await openState(trained.files, surroundings) };
  const { manifest } = await trainTwoTower(smallHistory(), plan, clock, inUse);
  expect(manifest.beside).toBeUndefined();
  expect(manifest.test).toMatchObject({ full: trained.manifest.test.full });
});

test("a recommender is kept, put to use, and measured on later choices alone", async () => {
  const recommenders = openRecommenders(temporaryFolder());
  await expect(withRecommender(recommenders, "two-tower", async () => {})).rejects.toMatchObject({
    code: "MODEL_NOT_FOUND",
  });
  expect(await keepRecommender(trained, recommenders)).toMatchObject({
    isCurrent: true,
    manifest: { reference: "two-tower-1" },
  });
  const known = smallChoices();
  const last = known.at(-1)!;
  const later = known.slice(0, 60).map((choice) => ({ ...choice, time: choice.time + 200 * 24 * 60 * 60 * 1_000 }));
  const strange = { user: "u1", productId: "p99", type: "order", time: last.time + 1 };
  await withRecommender(recommenders, "two-tower", async (model, reference) => {
    const evaluation = await evaluateRecommender(model, reference, [...known, ...later, strange], 1);
    expect(evaluation).toMatchObject({ model: "two-tower-1", knownChoices: 600, unknownProducts: 1, catalog: 40 });
    expect(evaluation.samples.map(({ products }) => products.length)).toEqual([5, 5, 5, 5, 5]);
    expect(evaluation.full.visitors).toBe(new Set(later.map(({ user }) => user)).size);
    await expect(evaluateRecommender(model, reference, known, 1)).rejects.toMatchObject({ code: "WRONG_USAGE" });
  });
});

test("a recommender that is for certain worse than popularity is kept, and not put to use", async () => {
  const recommenders = openRecommenders(temporaryFolder());
  const { test: judged } = trained.manifest;
  const mrr = { value: 0.5, low: 0.4, high: 0.6 };
  const times = { ...judged.times, popularity: { ...judged.times.popularity, mrr } };
  const worse = { ...trained, manifest: { ...trained.manifest, test: { ...judged, times } } };
  expect(await keepRecommender(worse, recommenders)).toMatchObject({
    isCurrent: false,
    refusal: expect.stringMatching("0.50 times"),
  });
  expect(await recommenders.current()).toBeUndefined();
});

test("where each kind is learned, a model is measured by those it recommends for", async () => {
  const typed = smallChoices().map((choice, n) => ({ ...choice, type: n % 3 === 0 ? "order" : "click" }));
  const config = { ...smallTowers, tasks: "each" } as const;
  const { manifest, files } = await trainTwoTower(shopHistory(smallCatalog, typed), { ...plan, config }, clock);
  expect(manifest.test.full.choices).toBeLessThanOrEqual(20);
  const model = await loadTwoTower(files, surroundings);
  const later = typed.slice(0, 30).map((choice) => ({ ...choice, time: choice.time + 200 * 24 * 60 * 60 * 1_000 }));
  expect(await evaluateRecommender(model, "two-tower-1", later, 1)).toMatchObject({ otherKinds: 20 });
  await model.close();
  const clicks = shopHistory(
    smallCatalog,
    typed.filter(({ type }) => type === "click"),
  );
  await expect(trainTwoTower(clicks, { ...plan, config }, clock)).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
    message: expect.stringContaining("have no order"),
  });
});
