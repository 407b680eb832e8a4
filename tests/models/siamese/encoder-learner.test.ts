import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { SentenceEncoder } from "../../../models/embedding/sentence-encoder.ts";
import { hashText } from "../../../models/hash.ts";
import type { PairTexts, PairVectors, TrainingRows, TrainingRun } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { siameseEncoder } from "../../../models/siamese/encoder-learner.ts";
import type { Artifact } from "../../../schemas/artifact.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { bareSurroundings, quietRun } from "../../support/training-run.ts";

const dimensions = 8;

/** An encoder whose vector of a text is drawn by the text's hash; it counts what it is asked. */
function fakeEncoder(name = "fake-1") {
  const asked: string[] = [];
  const wishes: unknown[] = [];
  let closed = 0;
  const encoder: SentenceEncoder = {
    ...{ name, source: `/encoders/${name}`, dimensions },
    async encode(texts) {
      asked.push(...texts);
      return texts.map(vectorOf);
    },
    async close() {
      closed += 1;
    },
  };
  const openEncoder: TrainingRun["openEncoder"] = async (source, wish) => {
    wishes.push([source, wish]);
    return encoder;
  };
  return { asked, wishes, openEncoder, closed: () => closed };
}

function vectorOf(text: string): Float32Array {
  const random = seededRandom(hashText(text));
  const drawn = Array.from({ length: dimensions }, () => random.uniform() - 0.5);
  const length = Math.hypot(...drawn);
  return Float32Array.from(drawn, (value) => value / length);
}

const words = ["bolt", "nut", "saw", "drill", "paint", "brush", "tap", "sink"];

/** Every query beside every title: 3 where they are the same word, else 1. */
function sameWord(words: readonly string[]): TrainingRows {
  const texts = words.map((word) => embeddable(word, { words: [word], stems: [word] }));
  const pairs = words.flatMap((_, query) => words.map((_, title) => [query, title] as const));
  const place = (side: 0 | 1) => Uint32Array.from(pairs, (pair) => pair[side]);
  return {
    ...{ featureSet: "none-1", names: ["length"], labelMin: 1, labelMax: 3 },
    ...{ values: new Float32Array(pairs.length), count: pairs.length },
    grades: Float32Array.from(pairs, ([query, title]) => (query === title ? 3 : 1)),
    texts: { texts, query: place(0), title: place(1) },
  };
}

const config = {
  ...siameseEncoder.defaults,
  encoder: "here",
  dropout: 0,
  epochs: 60,
  batchSize: 16,
  learningRate: 0.01,
};

function pairVectors({ texts, query, title }: PairTexts): PairVectors {
  const vector = (place: number) => vectorOf(texts[place]!.raw);
  return { query: Array.from(query, vector), title: Array.from(title, vector) };
}

/** Rows as a model is given them to score. */
function scorable({ texts, ...rows }: TrainingRows) {
  return { ...rows, vectors: pairVectors(texts!) };
}

/** A model that learned for two epochs. */
async function trained() {
  const rows = sameWord(words);
  const { openEncoder } = fakeEncoder();
  const brief = { ...config, epochs: 2 };
  return { rows, model: await siameseEncoder.fit(rows, brief, quietRun({ openEncoder, validation: rows })) };
}

test("siamese-encoder: learns a rule of two texts", async () => {
  const rows = sameWord(words);
  const { asked, wishes, openEncoder, closed } = fakeEncoder();
  const curve: CurvePoint[] = [];
  const run = quietRun({ openEncoder, validation: rows, learned: (point) => curve.push(point) });
  const model = await siameseEncoder.fit(rows, config, run);
  const scores = await model.score(scorable(rows));
  scores.forEach((score, row) => {
    expect(Math.abs(score - rows.grades[row]!)).toBeLessThan(0.5);
  });
  expect(asked.toSorted()).toEqual(words.toSorted());
  expect(wishes).toEqual([["here", { dtype: "fp32", threads: 1, remembers: true }]]);
  expect(curve.length).toBeGreaterThan(0);
  await model.close();
  expect(closed()).toBe(1);
});

test("siamese-encoder: equal rows, config and seed give an equal model", async () => {
  const [first, second] = [await trained(), await trained()];
  expect(second.model.save()).toEqual(first.model.save());
});

test("siamese-encoder: brings the encoder as embedder, which meets a text once and gives zeros for a blank one", async () => {
  const rows = sameWord(words);
  const { asked, openEncoder } = fakeEncoder();
  const { embedder } = await siameseEncoder.fit(rows, { ...config, epochs: 1 }, quietRun({ openEncoder }));
  const text = (raw: string) => embeddable(raw, { words: [], stems: [] });
  const vectors = await embedder!.embed([text("bolt"), text("hammer"), text(" "), text("hammer")]);
  expect(vectors).toEqual([vectorOf("bolt"), vectorOf("hammer"), new Float32Array(dimensions), vectorOf("hammer")]);
  expect(embedder).toMatchObject({ space: "fake-1", dimensions });
  expect(asked.filter((raw) => raw === "hammer" || raw === "bolt").toSorted()).toEqual(["bolt", "hammer"]);
});

test("siamese-encoder: scores the same after it was saved and loaded", async () => {
  const { rows, model } = await trained();
  const { wishes, openEncoder } = fakeEncoder();
  const loaded = await siameseEncoder.load(model.save(), { ...bareSurroundings, openEncoder });
  expect(await loaded.score(scorable(rows))).toEqual(await model.score(scorable(rows)));
  expect(loaded.save()).toEqual(model.save());
  expect(wishes).toEqual([["/encoders/fake-1", { dtype: "fp32", threads: 1, mayHaveMoved: true }]]);
});

test("siamese-encoder: refuses another encoder than its own, and vectors of another", async () => {
  const { rows, model } = await trained();
  const { openEncoder, closed } = fakeEncoder("fake-2");
  await expect(siameseEncoder.load(model.save(), { ...bareSurroundings, openEncoder })).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
    message: expect.stringContaining('vectors of the encoder "fake-1", but "/encoders/fake-2" holds "fake-2"'),
  });
  expect(closed()).toBe(1);
  const { vectors, ...without } = scorable(rows);
  await expect(model.score(without)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  const short = { ...vectors, title: vectors.title.map((vector) => vector.subarray(1)) };
  await expect(model.score({ ...without, vectors: short })).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
});

test("siamese-encoder: what can't be had or read is told", async () => {
  const { model } = await trained();
  const artifact = model.save();
  await expect(siameseEncoder.load(artifact, bareSurroundings)).rejects.toThrow('no encoder "/encoders/fake-1"');
  const { openEncoder } = fakeEncoder();
  const load = (files: Artifact) => siameseEncoder.load(files, { ...bareSurroundings, openEncoder });
  await expect(load({})).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  const { "comparator.onnx": _, ...without } = artifact;
  await expect(load(without)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  const cut = artifact["comparator.onnx"]!.subarray(0, 500);
  await expect(load({ ...artifact, "comparator.onnx": cut })).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});

test("siamese-encoder: a training that ends early lets go of the encoder", async () => {
  const { openEncoder, closed } = fakeEncoder();
  const end = new AbortController();
  const progress = () => end.abort(new Error("enough"));
  const run = quietRun({ openEncoder, signal: end.signal, progress });
  await expect(siameseEncoder.fit(sameWord(words), config, run)).rejects.toThrow("enough");
  expect(closed()).toBe(1);
});

test.each([
  [{ hidden: [0] }, "hidden"],
  [{ dropout: 1 }, "dropout"],
  [{ learningRate: Number.NaN }, "learningRate"],
  [{ encoder: "" }, "encoder"],
  [{ patience: 0 }, "patience"],
])("siamese-encoder: refuses the configuration %j", async (wrong, name) => {
  const fit = siameseEncoder.fit(sameWord(words), { ...config, ...wrong }, quietRun(fakeEncoder()));
  await expect(fit).rejects.toMatchObject({ code: "WRONG_USAGE", message: expect.stringContaining(name) });
});
