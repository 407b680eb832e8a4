import { expect, test } from "vitest";
import { plainReader } from "../../../models/two-tower/text-reader.ts";
import { keepRecommender, openRecommenders, recommenderInUse } from "../../../pipelines/recommend/keep-recommender.ts";
import { shopHistory } from "../../../pipelines/recommend/shop-history.ts";
import { trainTwoTower } from "../../../pipelines/recommend/train-two-tower.ts";
import { updateDefaults, updateTwoTower } from "../../../pipelines/recommend/update-two-tower.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { unattended } from "../../../pipelines/training/train.ts";
import { workingFolder } from "../../support/command.ts";
import { smallCatalog, smallChoices, smallTowers } from "../../support/small-shop-history.ts";

const choices = smallChoices();
const [early, late] = [choices.slice(0, 400), choices.slice(400)];
const clock = createVirtualClock(Date.UTC(2024, 5, 1));
const plan = { ...unattended, seed: 1, from: "a file" };
const config = { ...updateDefaults, batchSize: 64, learningRate: 0.003, threads: 1 };
const recommenders = openRecommenders(workingFolder());
await keepRecommender(
  await trainTwoTower(shopHistory(smallCatalog, early), { ...plan, config: smallTowers, reader: plainReader }, clock),
  recommenders,
);
const inUse = (await recommenderInUse(recommenders))!;
const updated = await updateTwoTower(inUse, { choices, catalog: [] }, { ...plan, config }, clock);

test("updateTwoTower: learns what is new alone, and is set beside the version in use on the newest", () => {
  const { updates, data, beside, test: judged } = updated.manifest;
  expect(updates).toBe("two-tower-1");
  expect(data).toMatchObject({ choices: late.length, visitors: 30, products: 40 });
  expect(data.times).toEqual({ from: late[0]!.time, to: late.at(-1)!.time });
  expect(beside).toMatchObject({ reference: "two-tower-1", choices: judged.full.choices });
  expect(judged.full.choices).toBeLessThan(late.length / 2);
});

test("updateTwoTower: what it gives is kept as a version that knows all up to now, and is put to use", async () => {
  const kept = await keepRecommender(updated, recommenders);
  expect(kept).toMatchObject({ isCurrent: true, manifest: { reference: "two-tower-2", updates: "two-tower-1" } });
  const now = (await recommenderInUse(recommenders))!;
  expect(now.reference).toBe("two-tower-2");
  expect(now.state.until).toBe(choices.at(-1)!.time);
  expect(now.state.counts.reduce((sum, count) => sum + count, 0)).toBe(choices.length);
  const again = updateTwoTower(now, { choices, catalog: [] }, { ...plan, config }, clock);
  await expect(again).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringContaining("up to which two-tower-2 learned"),
  });
});

test("updateTwoTower: what spoils the model is kept, and not put to use", async () => {
  const before = await recommenders.current();
  const wild = { ...config, learningRate: 5, epochs: 4 };
  const spoilt = await updateTwoTower(inUse, { choices, catalog: [] }, { ...plan, config: wild }, clock);
  // how many times as good as popularity is told apart from how many times as good as the version in use
  const { test: judged } = spoilt.manifest;
  const good = { value: 1.2, low: 1.1, high: 1.3 };
  const times = { ...judged.times, popularity: { ...judged.times.popularity, mrr: good } };
  const kept = await keepRecommender(
    { ...spoilt, manifest: { ...spoilt.manifest, test: { ...judged, times } } },
    recommenders,
  );
  expect(kept.isCurrent).toBe(false);
  expect(kept.refusal).toMatch(
    /^its MRR is 0\.\d\d times that of two-tower-1 on the same \d+ visitors, for certain below 1$/,
  );
  expect(await recommenders.current()).toBe(before);
});

test("updateTwoTower: one new choice is too few", async () => {
  const one = { choices: late.slice(0, 1), catalog: [] };
  await expect(updateTwoTower(inUse, one, { ...plan, config }, clock)).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
    message: expect.stringContaining("1 choices are too few"),
  });
});
