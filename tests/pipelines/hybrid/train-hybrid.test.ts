import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openModelFolder } from "../../../connectors/files/model-folder.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import type { ModelStore } from "../../../connectors/model-store.ts";
import { openSavedHybrid } from "../../../models/hybrid/hybrid.ts";
import { newestOf } from "../../../pipelines/hybrid/newest-model.ts";
import {
  divideByTitle,
  type HybridOrder,
  type HybridWatcher,
  trainHybrid,
} from "../../../pipelines/hybrid/train-hybrid.ts";
import type { ClassifierManifest } from "../../../schemas/classifier-manifest.ts";

import { shownProducts, smallHybrid } from "../../support/shown-products.ts";

let folder: string;
let models: ModelStore<ClassifierManifest>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hybrid-"));
  models = openModelFolder(join(folder, "classifiers"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const read = {
  products: shownProducts(300, 1).map((product, row) => ({ ...product, id: String(row) })),
  hash: "of these",
};

function train(order: Partial<HybridOrder> = {}, watcher: Partial<HybridWatcher> = {}): Promise<ClassifierManifest> {
  return trainHybrid(
    read,
    {
      config: smallHybrid,
      seed: 1,
      from: "a file",
      heldOut: 0.2,
      folder: join(folder, "training"),
      isFresh: false,
      ...order,
    },
    models,
    {
      signal: new AbortController().signal,
      clock: createVirtualClock(0),
      progress: () => {},
      learned: () => {},
      ...watcher,
    },
  );
}

test("divideByTitle: no title is on two sides, however it is written", () => {
  const titles = Array.from({ length: 400 }, (_, n) => `Cap ${n % 200}`);
  const products = titles.map((title, n) => ({
    title: n < 200 ? title : `  ${title.toUpperCase()}! `,
    category: "a",
    picture: undefined,
  }));
  const parts = divideByTitle(products, 0.2, 1);
  const keys = Object.values(parts).map(
    (part) => new Set(part.map(({ title }) => title.toLowerCase().replace(/[^a-z0-9]/g, ""))),
  );
  expect(keys.map(({ size }) => size).reduce((sum, size) => sum + size)).toBe(200);
  expect(parts.test.length).toBeGreaterThan(50);
  expect(parts.test.length).toBeLessThan(110);
  expect(divideByTitle(products, 0.2, 1)).toEqual(parts);
  expect(divideByTitle(products, 0.2, 2)).not.toEqual(parts);
  expect(divideByTitle(products, 0, 1).test).toEqual([]);
});

test("trainHybrid: keeps a model with what it can do on titles it never saw", async () => {
  const manifest = await train();
  expect(manifest).toMatchObject({
    ...{ reference: "hybrid-1", kind: "hybrid", seed: 1, config: smallHybrid },
    data: { from: "a file", hash: "of these", products: 300, pictures: 300, heldOut: 0.2 },
  });
  const { both, picture, title } = manifest.metrics.test!;
  expect(both.count).toBe(divideByTitle(read.products, 0.2, 1).test.length);
  expect(both.macroF1).toBeGreaterThan(0.9);
  for (const alone of [picture, title]) expect(alone.macroF1).toBeLessThan(0.65);
  expect(both.confusion.flat().reduce((sum, count) => sum + count)).toBe(both.count);
  expect(manifest.learningCurve.map(({ epoch }) => epoch)).toEqual(
    Array.from({ length: smallHybrid.epochs }, (_, n) => n + 1),
  );
  expect(await newestOf(models, "hybrid", () => {})).toBe("hybrid-1");
  const model = await openSavedHybrid(await models.files("hybrid-1"), { threads: 1 });
  expect(model.space).toBe(manifest.space);
  await model.close();
  expect(readdirSync(join(folder, "training"))).toEqual([]);
});

test("trainHybrid: ended before its time it says so, and goes on to the same model", async () => {
  const stop = new AbortController();
  const config = { ...smallHybrid, epochs: 3 };
  const learned = ({ epoch }: { epoch: number }) => epoch === 1 && stop.abort();
  await expect(train({ config }, { signal: stop.signal, learned })).rejects.toMatchObject({
    code: "TRAINING_STOPPED",
    message: "the training was ended after 1 epoch; the same command goes on with it",
  });
  expect(existsSync(join(folder, "classifiers"))).toBe(false);
  const resumed = await train({ config });
  const whole = await train({ config, isFresh: true });
  expect([resumed.reference, whole.reference]).toEqual(["hybrid-1", "hybrid-2"]);
  expect(whole.files).toEqual(resumed.files);
  expect(resumed.learningCurve).toHaveLength(3);
});

test("trainHybrid: with nothing held back there are no figures of a test", async () => {
  const { metrics } = await train({ heldOut: 0, config: { ...smallHybrid, epochs: 1 } });
  expect(metrics.test).toBeUndefined();
  expect(metrics.validation.both.count).toBeGreaterThan(0);
});

test("newestOf: says how to get a model where there is none", async () => {
  await expect(newestOf(models, "hybrid", () => {})).rejects.toMatchObject({
    code: "MODEL_NOT_FOUND",
    message: "there is no hybrid model yet; train one: twinstream train hybrid --from FILE",
  });
});
