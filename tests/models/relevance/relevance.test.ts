import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ridge } from "../../../models/baselines/ridge.ts";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { FeatureRows, Learner, Model, Progress, TrainingRows, TrainingRun } from "../../../models/model.ts";
import { relevance } from "../../../models/relevance/relevance.ts";
import type { RelevanceConfig } from "../../../models/relevance/relevance-config.ts";
import { parts } from "../../../models/splitting.ts";
import { rowsOfPart } from "../../../pipelines/training/judged-rows.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import type { Artifact } from "../../../schemas/artifact.ts";
import { fakeEncoder } from "../../support/fake-encoder.ts";
import { smallShop } from "../../support/trained-model.ts";
import { bareSurroundings, quietRun } from "../../support/training-run.ts";

const learner: Learner<RelevanceConfig> = relevance;
/** Few and quick trees. */
const config: RelevanceConfig = {
  ...relevance.defaults,
  ...{ boosters: 2, rounds: 60, learningRate: 0.1, leaves: 8, patience: 20, folds: 3 },
};
/** The least that makes every part of a model. */
const tiny: RelevanceConfig = { ...config, boosters: 1, rounds: 4, folds: 2 };

let rows: { readonly [part in keyof typeof parts]: TrainingRows };
let model: Model;

beforeAll(async () => {
  const { rows: all, partOfRow } = await materialOfEvents(
    [...smallShop.judgedQueries(150)],
    { split: "queries", seed: 1 },
    () => {},
  );
  const of = (part: number) => rowsOfPart(all, partOfRow, part);
  rows = { train: of(parts.train), validation: of(parts.validation), test: of(parts.test) };
  model = await trained();
});

function trained(given: TrainingRows = rows.train, its = config, run: Partial<TrainingRun> = {}): Promise<Model> {
  return learner.fit(given, its, quietRun({ validation: rows.validation, ...run }));
}

/** Some of the rows, as they are. */
function someRows(given: TrainingRows, wanted: readonly number[]): TrainingRows {
  const width = given.names.length;
  const values = wanted.flatMap((row) => [...given.values.subarray(row * width, (row + 1) * width)]);
  return {
    ...given,
    count: wanted.length,
    values: Float32Array.from(values),
    grades: Float32Array.from(wanted, (row) => given.grades[row]!),
    searches: Uint32Array.from(wanted, (row) => given.searches![row]!),
    texts: {
      texts: given.texts!.texts,
      query: Uint32Array.from(wanted, (row) => given.texts!.query[row]!),
      title: Uint32Array.from(wanted, (row) => given.texts!.title[row]!),
    },
  };
}

const firstRows = (count: number) => someRows(rows.train, [...Array(count).keys()]);

/** The rows with other texts in place of their own; null leaves one. */
function withTexts(given: FeatureRows, query: string | null, title: string | null): FeatureRows {
  const { texts, ...places } = given.texts!;
  const added = [query ?? "", title ?? ""].map((text) => {
    const words = text.split(" ").filter((word) => word !== "");
    return embeddable(text, { words, stems: words });
  });
  return {
    ...given,
    texts: {
      texts: [...texts, ...added],
      query: query === null ? places.query : places.query.map(() => texts.length),
      title: title === null ? places.title : places.title.map(() => texts.length + 1),
    },
  };
}

/** The SHA-256 of each file of a model. */
function hashesOf(its: Model): Readonly<Record<string, string>> {
  const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  return Object.fromEntries(Object.entries(its.save()).map(([name, bytes]) => [name, hash(bytes)]));
}

async function rmseOf(its: Model, { grades, ...given }: TrainingRows): Promise<number> {
  const scores = await its.score(given);
  return Math.sqrt(scores.reduce((sum, score, row) => sum + (score - grades[row]!) ** 2, 0) / grades.length);
}

test("relevance: predicts queries that it has not seen better than ridge", async () => {
  const baseline = await ridge.fit(rows.train, ridge.defaults, quietRun());
  expect(await rmseOf(model, rows.test)).toBeLessThan((await rmseOf(baseline, rows.test)) - 0.01);
});

test("relevance: equal rows, config and seed give equal files, whatever the number of threads", async () => {
  // threads run what was built
  const built = resolve("dist/models/relevance/relevance.js");
  const { relevance: threaded } = (await import(built)) as { relevance: Learner<RelevanceConfig> };
  const hashes = hashesOf(await trained(rows.train, tiny));
  const run = quietRun({ validation: rows.validation, threads: 2 });
  expect(hashesOf(await threaded.fit(rows.train, tiny, run))).toEqual(hashes);
  const other = hashesOf(await trained(rows.train, tiny, { seed: 2 }));
  expect(other["trees.bin"]).not.toBe(hashes["trees.bin"]);
});

test("relevance: scores the same after it was saved and loaded", async () => {
  const loaded = await learner.load(model.save(), bareSurroundings);
  expect(await loaded.score(rows.test)).toEqual(await model.score(rows.test));
  expect(hashesOf(loaded)).toEqual(hashesOf(model));
  expect(loaded).toMatchObject({
    kind: "relevance",
    builtFrom: ["ridge-words", "ridge-characters", "word-similarity"],
  });
});

test("relevance: what adds up to a score is told, what was learned of the query last", async () => {
  const { base, names, values } = await model.explain!(rows.train);
  const scores = await model.score(rows.train);
  expect(values).toHaveLength(scores.length * names.length);
  let remembered = 0;
  for (const [row, score] of scores.entries()) {
    const own = values.subarray(row * names.length, (row + 1) * names.length);
    const sum = own.reduce((total, value) => total + value, base);
    expect(Math.max(1, Math.min(3, sum))).toBeCloseTo(score, 4);
    if (own.at(-1) !== 0) remembered++;
  }
  expect(remembered).toBeGreaterThan(scores.length / 2);
});

test("relevance: a row alone, part of a search and texts without words get a score within the range", async () => {
  const { searches } = rows.test;
  const ofFirst = [...searches!.keys()].filter((row) => searches![row] === searches![0]);
  const whole = someRows(rows.test, ofFirst);
  const one = someRows(rows.test, [0]);
  const { searches: _, ...alone } = one;
  const asked: readonly FeatureRows[] = [
    ...[
      whole,
      someRows(rows.test, ofFirst.slice(0, 2)),
      one,
      alone,
      { ...one, values: one.values.map(() => Number.NaN) },
    ],
    ...[withTexts(one, "", null), withTexts(one, null, ""), withTexts(one, "", ""), withTexts(one, "of the", "   ")],
    ...[withTexts(one, "zorblax", null), withTexts(one, null, "oak door ".repeat(5_000))],
    someRows(rows.test, Array(1_000).fill(0)),
    someRows(rows.test, []),
  ];
  for (const given of asked) {
    const scores = await model.score(given);
    expect(scores).toHaveLength(given.count);
    expect(scores.every((score) => score >= 1 && score <= 3)).toBe(true);
    expect((await model.explain!(given)).values.some(Number.isNaN)).toBe(false);
  }
});

test("relevance: rows without texts, and rows of other features, are refused", async () => {
  const { texts: _, ...without } = rows.test;
  await expect(model.score(without)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  await expect(model.explain!(without)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  await expect(model.score({ ...rows.test, featureSet: "test-1" })).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
});

test("relevance: files that are missing, cut or of another model are refused", async () => {
  const saved = model.save();
  const load = (files: Artifact) => learner.load(files, bareSurroundings);
  const damaged = { code: "DATA_DAMAGED" };
  for (const name of Object.keys(saved)) {
    const { [name]: bytes, ...others } = saved;
    await expect(load(others), name).rejects.toMatchObject(damaged);
    const cut = { ...saved, [name]: bytes!.subarray(0, bytes!.length - 9) };
    await expect(load(cut), name).rejects.toMatchObject(damaged);
  }
  const text = new TextDecoder().decode(saved["model.json"]);
  for (const members of ["", "ridge-words ridge-words", "ridge-words constructor", "ridge-words"]) {
    const altered = text.replace("ridge-words ridge-characters word-similarity", members);
    const files = { ...saved, "model.json": new TextEncoder().encode(altered) };
    await expect(load(files), members).rejects.toMatchObject(damaged);
  }
});

test("relevance: progress only rises, to the end", async () => {
  const told: Progress[] = [];
  const { openEncoder } = fakeEncoder();
  await trained(rows.train, { ...tiny, encoder: "here" }, { openEncoder, progress: (progress) => told.push(progress) });
  const shares = told.map(({ share }) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeCloseTo(1, 6);
  expect(shares[0]).toBeGreaterThanOrEqual(0);
});

test("relevance: builds on a sentence encoder, which it closes and opens again", async () => {
  const { counts, openEncoder } = fakeEncoder();
  const encoded = await trained(rows.train, { ...tiny, encoder: "here" }, { openEncoder });
  expect(encoded.builtFrom).toEqual(["ridge-words", "ridge-characters", "word-similarity", "sentences", "fake-1"]);
  const loaded = await learner.load(encoded.save(), { ...bareSurroundings, openEncoder });
  expect(await loaded.score(rows.test)).toEqual(await encoded.score(rows.test));
  expect(counts).toEqual({ opened: 2, closed: 0 });
  await encoded.close();
  await loaded.close();
  expect(counts).toEqual({ opened: 2, closed: 2 });
});

test("relevance: a load that fails half way closes the encoder", async () => {
  const { counts, openEncoder } = fakeEncoder();
  const files = (await trained(rows.train, { ...tiny, encoder: "here" }, { openEncoder })).save();
  for (const name of ["trees.bin", "query-memory.safetensors"]) {
    const { [name]: _, ...others } = files;
    const loading = learner.load(others, { ...bareSurroundings, openEncoder });
    await expect(loading).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  }
  expect(counts).toEqual({ opened: 3, closed: 2 });
});

test.each(["words", "characters", "epoch", "encoding", "vectors of sentences", "trees 1", "trees 3"])(
  "relevance: ends when asked to at %s, and closes the encoder",
  async (step) => {
    const { counts, openEncoder } = fakeEncoder();
    const end = new AbortController();
    const progress = ({ doing }: Progress) => doing.includes(step) && end.abort(new Error(`enough of ${step}`));
    const ended = trained(rows.train, { ...tiny, encoder: "here" }, { openEncoder, signal: end.signal, progress });
    await expect(ended).rejects.toThrow(`enough of ${step}`);
    expect(counts.closed).toBe(counts.opened);
  },
);

test("relevance: learns from next to nothing, or says that it can't", async () => {
  const openEncoder = fakeEncoder().openEncoder;
  const nothing = quietRun().validation;
  const its = { ...tiny, folds: 5, encoder: "here" };
  const [a, b] = [0, rows.train.searches!.findIndex((search) => search !== rows.train.searches![0])];
  const of = (wanted: readonly number[], grades: readonly number[]) => ({
    ...someRows(rows.train, wanted),
    grades: Float32Array.from(grades),
  });
  for (const few of [
    of([a, a + 1], [1, 3]),
    of([a, a], [1, 3]),
    of([a, b], [1, 3]),
    of([a, a + 1, a + 2, b, b + 1], [1, 3, 2, 2, 3]),
    of([a, a, a, b, b, b], [1, 1, 2, 3, 3, 3]),
    firstRows(10),
  ]) {
    const small = await trained(few, its, { openEncoder, validation: nothing });
    expect((await small.score(rows.test)).every((score) => score >= 1 && score <= 3)).toBe(true);
    const loaded = await learner.load(small.save(), { ...bareSurroundings, openEncoder });
    expect(await loaded.score(rows.test)).toEqual(await small.score(rows.test));
  }
  for (const few of [of([], []), of([a], [2]), of([a, b], [2, 2]), of([a, b], [0, 3])]) {
    await expect(trained(few, tiny)).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
  }
  const { texts: _, ...without } = rows.train;
  await expect(trained(without, tiny)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  const wordless = { ...firstRows(20), ...withTexts(firstRows(20), "", "") };
  await expect(trained(wordless, tiny)).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
});
