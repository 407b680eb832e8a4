import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ModelStore } from "../../../connectors/model-store.ts";
import { learners } from "../../../models/learners.ts";
import { emptyVocabulary, loadVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { assembleText, modelFiles } from "../../../pipelines/live-models.ts";
import { materialOfTables } from "../../../pipelines/training/material-of-tables.ts";
import { featureNames } from "../../../schemas/feature-sets.ts";
import { keptAt, keptTables } from "../../support/kept-tables.ts";
import { aManifest } from "../../support/manifests.ts";
import { openRegistry } from "../../support/registry.ts";
import { trainOnShop } from "../../support/trained-model.ts";

const plan = { split: "rows", seed: 1 } as const;
const emptySpace = assembleText(emptyVocabulary).embedder.space;

const noModels: ModelStore = {
  add: () => Promise.reject(new Error("nothing is trained here")),
  manifest: () => Promise.reject(new Error("there is no model")),
  files: () => Promise.reject(new Error("there is no model")),
  list: async () => [],
};

/** The feature columns of a row: the first one, and all others ten times that. */
function features(first: number) {
  return Object.fromEntries(featureNames.map((name, i) => [`feature_${name}`, i === 0 ? first : 10 * first]));
}

const pair = { label_min: 1, label_max: 3, feature_set: "lexical-2", space: emptySpace, model: "fixed-0", score: 2 };

test("materialOfTables: graded rows by event and position, with the features they were scored by", async () => {
  const folder = await keptTables({
    scores: [
      {
        ...pair,
        ...features(3),
        event_id: "b",
        time: keptAt + 60_000,
        query: "lamp",
        product_id: "x",
        position: 1,
        grade: 3,
      },
      { ...pair, ...features(2), event_id: "a", query: "oak shelf", product_id: "x", position: 2, grade: 1 },
      {
        ...pair,
        ...features(1),
        event_id: "a",
        query: "oak shelf",
        product_id: "z",
        title: "Oak",
        position: 1,
        grade: 2.5,
      },
      { ...pair, ...features(4), event_id: "b", query: "lamp", product_id: "x", position: 2, grade: 2 },
      { ...pair, ...features(5), event_id: "c", query: "not judged", product_id: "x", position: 1, grade: null },
      { ...pair, ...features(6), event_id: "d", query: "of old", product_id: "x", grade: 1, feature_set: "lexical-0" },
    ],
  });
  const { rows, partOfRow, vocabulary } = await materialOfTables(folder, noModels, plan);
  const width = featureNames.length;
  expect(rows).toMatchObject({
    queries: ["oak shelf", "oak shelf", "lamp", "lamp"],
    grades: Float32Array.of(2.5, 1, 3, 2),
    searches: Uint32Array.of(0, 0, 1, 1),
    labelMin: 1,
    labelMax: 3,
    space: emptySpace,
    features: { featureSet: "lexical-2", names: featureNames, count: 4 },
  });
  expect([...rows.features.values]).toEqual(
    [1, 2, 3, 4].flatMap((first) => [first, ...Array(width - 1).fill(10 * first)]),
  );
  expect(rows.times).toEqual({ from: keptAt, to: keptAt + 60_000 });
  const text = "oak shelf\0z\0Oak\u00002.5\noak shelf\0x\0\u00001\nlamp\0x\0\u00003\nlamp\0x\0\u00002\n";
  expect(rows.hash).toBe(createHash("sha256").update(text).digest("hex"));
  expect([partOfRow.length, vocabulary]).toEqual([4, emptyVocabulary]);
});

test("materialOfTables: a missing feature comes back as one", async () => {
  const values = { ...features(1), feature_bm25_rank: null };
  const judged = { ...pair, ...values, event_id: "a", query: "lamp", product_id: "x", position: 1, grade: 3 };
  const { rows } = await materialOfTables(await keptTables({ scores: [judged] }), noModels, plan);
  const missing = featureNames.map((name) => name === "bm25_rank");
  expect([...rows.features.values].map(Number.isNaN)).toEqual(missing);
});

test("materialOfTables: a late label brings the row of its search", async () => {
  const shown = { ...pair, ...features(1), event_id: "s", query: "lamp", product_id: "x", position: 1 };
  const folder = await keptTables({
    scores: [{ ...shown, label_min: null, label_max: null }],
    labels: [{ event_id: "l", refers_to: "s", product_id: "x", grade: 2, label_min: 1, label_max: 3 }],
  });
  const { rows } = await materialOfTables(folder, noModels, plan);
  expect(rows).toMatchObject({ queries: ["lamp"], grades: Float32Array.of(2), labelMin: 1, labelMax: 3 });
});

test("materialOfTables: the newest rows say the space, and its model the vocabulary", async () => {
  const { files, manifest } = await trainOnShop("mean", 30);
  const kept = { ...aManifest(), space: manifest.space, kind: "mean", reference: "mean-1", files: {} };
  const models: ModelStore = {
    ...noModels,
    manifest: async () => kept,
    files: async () => files,
    list: async () => [kept],
  };
  const judged = { ...pair, ...features(1), query: "lamp", product_id: "x", position: 1, grade: 2 };
  const folder = await keptTables({
    scores: [
      { ...judged, event_id: "a" },
      { ...judged, event_id: "b", space: manifest.space },
    ],
  });
  const closed = vi.fn(async () => {});
  const load = learners.mean.load;
  vi.spyOn(learners.mean, "load").mockImplementation(async (...loaded) => ({
    ...(await load(...loaded)),
    close: closed,
  }));
  onTestFinished(() => void vi.restoreAllMocks());
  const { rows, vocabulary } = await materialOfTables(folder, models, plan);
  expect(closed).toHaveBeenCalledOnce();
  expect([rows.space, rows.features.count]).toEqual([manifest.space, 1]);
  expect(vocabulary.name).toBe(loadVocabulary(files[modelFiles.vocabulary]!).name);
  await expect(materialOfTables(folder, noModels, plan)).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
    message: expect.stringContaining(`of space "${manifest.space}" is gone`),
  });
});

test("materialOfTables: rows of one space that two vocabularies made don't mix; those of the newest row's model are taken", async () => {
  const { files, manifest } = await trainOnShop("mean", 30);
  const [first, second] = [1, 2].map((version) => ({
    ...aManifest(),
    ...{ space: manifest.space, kind: "mean", reference: `mean-${version}`, files: {}, vocabulary: `words-${version}` },
  }));
  const models: ModelStore = {
    ...noModels,
    manifest: async () => second!,
    files: async () => files,
    list: async () => [first!, second!],
  };
  const judged = { ...pair, space: manifest.space, query: "lamp", product_id: "x", position: 1, grade: 2 };
  const folder = await keptTables({
    scores: [
      { ...judged, ...features(1), event_id: "a", model: "mean-1" },
      { ...judged, ...features(2), event_id: "b", model: "mean-2" },
      { ...judged, ...features(3), event_id: "c", model: "mean-0" },
      { ...judged, ...features(4), event_id: "d", model: "mean-2" },
    ],
  });
  const { rows } = await materialOfTables(folder, models, plan);
  // nobody knows what made the rows of a model that is gone but by their space
  expect(rows.features.count).toBe(3);
  expect([0, 1, 2].map((row) => rows.features.values[row * featureNames.length])).toEqual([2, 3, 4]);
});

test("materialOfTables: tables without judged rows, or with two label ranges, are refused", async () => {
  await expect(materialOfTables(await keptTables({}), noModels, plan)).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
    message: expect.stringContaining("hold no judged row yet"),
  });
  const judged = { ...pair, ...features(1), query: "lamp", product_id: "x", position: 1, grade: 2 };
  const folder = await keptTables({
    scores: [
      { ...judged, event_id: "a" },
      { ...judged, event_id: "b", label_min: 0, label_max: 4 },
    ],
  });
  await expect(materialOfTables(folder, noModels, plan)).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
    message:
      "the tables hold labels of the ranges 0 to 4 and 1 to 3, and one training learns from labels of one; train --from FILE, " +
      "choose a time of one range by --since and --until, or replay one of them into a data folder of its own (--data)",
  });
});

test("materialOfTables: a model whose manifest is damaged is told of, and in nobody's way", async () => {
  const { store, folder: modelFolder } = await openRegistry();
  mkdirSync(join(modelFolder, "ridge-1"));
  const folder = await keptTables({
    scores: [{ ...pair, ...features(1), event_id: "a", query: "lamp", product_id: "x", position: 1, grade: 2 }],
  });
  const told: string[] = [];
  const { rows } = await materialOfTables(folder, store, plan, ({ message }) => told.push(message));
  expect(rows.grades).toEqual(Float32Array.of(2));
  expect(told).toEqual([expect.stringContaining('ridge-1/manifest.json" is missing')]);
  await expect(materialOfTables(folder, store, plan)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});

const day = 86_400_000;

/** A search of keptAt that was scored three times, a millisecond apart; what the third score and the later labels and titles say came after the first label. */
async function leakyTables(): Promise<string> {
  const shown = { ...pair, label_min: null, label_max: null, event_id: "s", query: "lamp", product_id: "x" };
  const label = { refers_to: "s", product_id: "x", label_min: 1, label_max: 3 };
  const scored = { ...shown, position: 1, title: "Lamp" };
  return keptTables({
    scores: [
      { ...scored, ...features(1) },
      { ...scored, ...features(2) },
      { ...scored, ...features(9), score: 2.9, model: "mean-9" },
      { ...scored, ...features(4), event_id: "later", time: keptAt + 30 * day },
    ],
    labels: [
      { ...label, event_id: "other", refers_to: "nothing", grade: 1 },
      { ...label, event_id: "l-1", grade: 2, time: keptAt + 1 },
      { ...label, event_id: "l-2", grade: 3, time: keptAt + 10 * day },
      { ...label, event_id: "l-3", refers_to: "later", grade: 1, time: keptAt + 31 * day },
    ],
    catalog: [
      { product_id: "x", title: "Lamp", time: keptAt - day },
      { product_id: "x", title: "Lamp, that everyone loves", time: keptAt + 5 * day },
    ],
  });
}

/** What a model would learn: the first feature, the grade and the title of each row. */
async function learned(folder: string, range: Pick<Parameters<typeof materialOfTables>[2], "since" | "until"> = {}) {
  const { rows } = await materialOfTables(folder, noModels, { ...plan, ...range });
  return [...rows.grades].map((grade, row) => ({
    feature: rows.features.values[row * featureNames.length]!,
    grade,
    title: rows.texts.texts[rows.texts.title[row]!]!.raw,
  }));
}

test("materialOfTables: what became known after --until is not seen, be it a score, a label, a search or a title", async () => {
  const folder = await leakyTables();
  const known = [{ feature: 2, grade: 2, title: "Lamp" }];
  expect(await learned(folder, { until: { at: keptAt + day } })).toEqual(known);
  expect(await learned(folder, { until: { daysBeforeNewest: 29 } })).toEqual(known);
});

test("materialOfTables: the newest label counts, with the features of the newest score from before it", async () => {
  const folder = await leakyTables();
  const later = { feature: 4, grade: 1, title: "Lamp" };
  // the table of labels got the second label two milliseconds after the first score, so the third score was there by then
  expect(await learned(folder)).toEqual([later, { feature: 9, grade: 3, title: "Lamp" }]);
  expect(await learned(folder, { since: { at: keptAt + 1 } })).toEqual([later]);
  expect(await learned(folder, { since: { daysBeforeNewest: 30 } })).toHaveLength(2);
});

test("materialOfTables: a label that outran the stream, and one that came with its search, have the features of the first score", async () => {
  const shown = { ...pair, query: "lamp", product_id: "x", position: 1 };
  const folder = await keptTables({
    scores: [
      { ...shown, ...features(7), event_id: "other", grade: 1 },
      { ...shown, ...features(1), event_id: "a", grade: 2 },
      { ...shown, ...features(2), event_id: "b" },
      { ...shown, ...features(8), event_id: "a", grade: 2 },
      { ...shown, ...features(9), event_id: "b" },
    ],
    labels: [{ event_id: "l", refers_to: "b", product_id: "x", grade: 3, label_min: 1, label_max: 3 }],
  });
  expect((await learned(folder)).map(({ feature, grade }) => [feature, grade])).toEqual([
    [1, 2],
    [2, 3],
    [7, 1],
  ]);
});

test("materialOfTables: tells when the searches of the rows happened, and refuses a time without any", async () => {
  const judged = { ...pair, ...features(1), query: "lamp", product_id: "x", position: 1, grade: 2 };
  const folder = await keptTables({
    scores: [
      { ...judged, event_id: "a", time: keptAt + day },
      { ...judged, event_id: "b" },
    ],
  });
  const { rows, since } = await materialOfTables(folder, noModels, { ...plan, since: { daysBeforeNewest: 3 } });
  expect([rows.times, since]).toEqual([{ from: keptAt, to: keptAt + day }, keptAt - 2 * day]);
  await expect(learned(folder, { until: { at: keptAt - 1 } })).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
    message: expect.stringContaining("widen --since and --until"),
  });
});
