import { readFileSync } from "node:fs";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { learners } from "../../../models/learners.ts";
import { queryHash } from "../../../models/seen-queries.ts";
import { parts } from "../../../models/splitting.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { trainModel } from "../../../pipelines/training/train.ts";
import type { LabelledEvent } from "../../../schemas/generated/events.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { aLabelledSearch } from "../../support/events.ts";
import { addSmallNet, smallNet } from "../../support/small-net-learner.ts";
import { planFor, smallShop, trainOnShop } from "../../support/trained-model.ts";

const clock = createVirtualClock(Date.UTC(2024, 0, 1));

beforeAll(addSmallNet);

/** The root mean squared error of always saying the mean of the training grades, worked out by itself. */
function errorOfMean(train: readonly number[], test: readonly number[]): number {
  const mean = train.reduce((sum, grade) => sum + grade, 0) / train.length;
  return Math.sqrt(test.reduce((sum, grade) => sum + (grade - mean) ** 2, 0) / test.length);
}

test("trainModel: the mean's test error is the spread of the test grades around the mean of the training grades", async () => {
  const plan = planFor("mean");
  const events = [...smallShop.judgedQueries(150)];
  const material = await materialOfEvents(events, plan, () => {});
  const grades = events.flatMap((event) => event.products.map((product) => product.grade));
  const of = (part: number) => grades.filter((_, row) => material.partOfRow[row] === part);
  const { manifest } = await trainModel(material, plan, clock);
  expect(manifest.metrics.test.pairs).toBe(of(parts.test).length);
  expect(manifest.metrics.test.rmse).toBeCloseTo(errorOfMean(of(parts.train), of(parts.test)), 5);
});

test("trainModel: the manifest says of which program, rows and models it comes, and what it costs", async () => {
  const plan = { ...planFor("ridge"), parent: "mean-1", since: 5 };
  const material = await materialOfEvents([...smallShop.judgedQueries(60)], plan, () => {});
  const times = { from: 7, to: 9 };
  const { manifest, files } = await trainModel({ ...material, rows: { ...material.rows, times } }, plan, clock);
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const { rows } = material;
  const data = {
    from: "demo",
    hash: rows.hash,
    rows: rows.queries.length,
    queries: 60,
    split: "queries",
    since: 5,
    times,
  };
  expect(manifest).toMatchObject({ programVersion: version, parent: "mean-1", data });
  expect(manifest.sizeBytes).toBe(files["model.json"]!.byteLength);
  expect(manifest).not.toHaveProperty("builtFrom");
});

test("trainModel: the manifest of a model made of others names them", async () => {
  const config = { rounds: 3, boosters: 1, folds: 2 };
  const plan = { ...planFor("relevance"), config };
  const material = await materialOfEvents([...smallShop.judgedQueries(40)], plan, () => {});
  const { manifest } = await trainModel(material, plan, clock);
  expect(manifest.builtFrom).toEqual(["ridge-words", "ridge-characters", "word-similarity"]);
  expect(manifest.learningCurve).toEqual([]);
});

test("trainModel: the ridge beats the mean on queries that it never saw", async () => {
  const [ridge, mean] = await Promise.all([trainOnShop("ridge", 600), trainOnShop("mean", 600)]);
  expect(ridge.manifest.metrics.test.rmse).toBeLessThan(mean.manifest.metrics.test.rmse - 0.02);
});

test("trainModel: equal events and seed give an equal model, byte for byte", async () => {
  expect((await trainOnShop("ridge")).files).toEqual((await trainOnShop("ridge")).files);
});

test("materialOfEvents: split by queries, no query has rows in two parts", async () => {
  const events = [...smallShop.judgedQueries(150)];
  const { rows, partOfRow } = await materialOfEvents(events, planFor("ridge"), () => {});
  const partsOfQuery = new Map<number, Set<number>>();
  rows.queries.forEach((query, row) => {
    const hash = queryHash(query);
    partsOfQuery.set(hash, (partsOfQuery.get(hash) ?? new Set()).add(partOfRow[row]!));
  });
  expect([...partsOfQuery.values()].every((found) => found.size === 1)).toBe(true);
});

test("materialOfEvents: words of held-back rows are not in the vocabulary", async () => {
  const events = Array.from({ length: 60 }, (_, i): LabelledEvent => {
    const search = aLabelledSearch({ eventId: `e${i}`, query: `query ${i}` });
    return {
      ...search,
      products: search.products.map((product) => ({
        ...product,
        title: `secret${String.fromCharCode(97 + (i % 26))}${"x".repeat(1 + i / 26)} thing`,
      })),
    };
  });
  const { rows, partOfRow, vocabulary } = await materialOfEvents(events, planFor("ridge"), () => {});
  const wordOf = (row: number) => events[rows.searches[row]!]!.products[0]!.title!.split(" ")[0]!;
  const [held, learned] = [new Set<string>(), new Set<string>()];
  for (const [row, part] of partOfRow.entries()) (part === parts.train ? learned : held).add(wordOf(row));
  expect([...held].filter((word) => !learned.has(word) && vocabulary.count(word) > 0)).toEqual([]);
  expect(held.size).toBeGreaterThan(0);
});

test.each([
  ["nothing to learn from", [], "TRAINING_IMPOSSIBLE"],
  ["labels of two ranges", [aLabelledSearch({ labelMax: 3 }), aLabelledSearch({ labelMax: 4 })], "TRAINING_IMPOSSIBLE"],
])("materialOfEvents: %s is refused", async (_, events, code) => {
  await expect(materialOfEvents(events, planFor("ridge"), () => {})).rejects.toMatchObject({ code });
});

test("materialOfEvents: a split that leaves no row to fit is refused with what to do, where others are not", async () => {
  const events = [aLabelledSearch({ query: "???" }), aLabelledSearch({ query: "???" })];
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, async (_, seed) => {
      const made = materialOfEvents(events, { split: "queries", seed }, () => {});
      return made.then(
        ({ partOfRow }) => [...partOfRow].join(" "),
        (error) => `${error.code}: ${error.message}`,
      );
    }),
  );
  const refused =
    "TRAINING_IMPOSSIBLE: the split by queries holds back all rows (2, of 1 different queries); give more, another --seed or --split rows";
  expect(new Set(outcomes)).toEqual(new Set(["0 0", refused]));
});

test("trainModel: an unknown kind is named beside those there are", async () => {
  const material = await materialOfEvents([...smallShop.judgedQueries(20)], planFor("ridge"), () => {});
  await expect(trainModel(material, planFor("rigde"), clock)).rejects.toThrow(
    'there is no model kind "rigde"; choose one of mean, fixed, ridge',
  );
});

test.for([
  ["as many as the config says", {}, 1],
  ["as many as are set", { config: { threads: 2 } }, 2],
  ["as many as the plan says, before all", { config: { threads: 2 }, threads: 3 }, 3],
] as const)("trainModel: threads are %s, and the manifest keeps them", async ([, change, threads]) => {
  const plan = { ...planFor(smallNet.kind), ...change };
  const material = await materialOfEvents([...smallShop.judgedQueries(60)], plan, () => {});
  let given: number | undefined;
  const fit = vi.spyOn(smallNet, "fit").mockImplementation((_, __, run) => {
    given = run.threads;
    return Promise.reject(new Error("seen"));
  });
  await expect(trainModel(material, plan, clock)).rejects.toThrow("seen");
  fit.mockRestore();
  const { manifest } = await trainModel(material, { ...plan, config: { ...plan.config, epochs: 1 } }, clock);
  expect([given, manifest.config.threads]).toEqual([threads, threads]);
  expect((await trainOnShop("ridge")).manifest.config, "a kind that says nothing of threads").not.toHaveProperty(
    "threads",
  );
});

test("trainModel: a model is closed also when it was trained in vain", async () => {
  const plan = planFor("ridge");
  const material = await materialOfEvents([...smallShop.judgedQueries(60)], plan, () => {});
  const ending = new AbortController();
  let closed = 0;
  const learn = learners.ridge.fit;
  const ridge = vi.spyOn(learners.ridge, "fit").mockImplementation(async (rows, config, run) => {
    const model = await learn(rows, config, run);
    ending.abort(new Error("stopped"));
    return { ...model, close: async () => void closed++ };
  });
  onTestFinished(() => ridge.mockRestore());
  await expect(trainModel(material, { ...plan, signal: ending.signal }, clock)).rejects.toThrow("stopped");
  expect(closed).toBe(1);
});

test("trainModel: the curve is told as it comes, and kept in the manifest", async () => {
  const told: CurvePoint[] = [];
  const plan = { ...planFor(smallNet.kind), learned: (point: CurvePoint) => told.push(point) };
  const material = await materialOfEvents([...smallShop.judgedQueries(60)], plan, () => {});
  const { manifest } = await trainModel(material, plan, clock);
  expect(told.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  expect(manifest.learningCurve).toEqual(told);
});
