import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { clip } from "../../../models/baselines/row-checks.ts";
import type { Learner } from "../../../models/model.ts";
import { siameseCharCnn, siameseCharLstm, siameseCharShared } from "../../../models/siamese/character-nets.ts";
import type { SiameseConfig, WordConfig } from "../../../models/siamese/siamese-config.ts";
import { siameseWordBilstm, siameseWordLstm } from "../../../models/siamese/word-nets.ts";
import type { Artifact } from "../../../schemas/artifact.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { bareSurroundings, quietRun } from "../../support/training-run.ts";
import { plainText, rmse, scoresOf, small, textRows, withVectors, wordMatches } from "./word-match.ts";

const learning: Partial<SiameseConfig> = {
  ...{
    width: 8,
    units: 12,
    distance: "absolute",
    hidden: 0,
    dropout: 0,
    inputDropout: 0,
    batchSize: 16,
    learningRate: 0.02,
  },
  ...{ epochs: 12, patience: 12, cutPatience: 12 },
};
const words: Partial<WordConfig> = { ...learning, embeddings: "learned", buckets: 20, minTexts: 1, longest: 8 };
const characters = { ...learning, longest: 16 };
const wordLstm = small(siameseWordLstm, words);
const learners = [
  wordLstm,
  small(siameseWordBilstm, words),
  small(siameseCharLstm, { ...characters, epochs: 20 }),
  small(siameseCharShared, characters),
  small(siameseCharCnn, { ...characters, epochs: 4, units: 16, learningRate: 0.002 }),
] as unknown as readonly Learner[];

const training = wordMatches(240, 1);
const validation = wordMatches(60, 2);
const unseen = wordMatches(80, 3);
const fitted = (learner: Learner, rows = training) => learner.fit(rows, learner.defaults, quietRun());
const fitQuickly = (learner = wordLstm as unknown as Learner, changes: object = {}) =>
  learner.fit(wordMatches(40, 4), { ...learner.defaults, epochs: 1, ...changes }, quietRun({ validation }));

/** Files of megabytes are compared by their hashes. */
const hashes = (artifact: Artifact) =>
  Object.entries(artifact).map(([name, bytes]) => [name, createHash("sha256").update(bytes).digest("hex")]);

test.for(learners)("$kind: learns that a title which has the query's word fits it", async (learner) => {
  // the largest net is shown the easiest titles, so that it learns in time
  const titleWords = learner.kind === "siamese-char-cnn" ? 1 : 2;
  const [shown, asked] = [wordMatches(240, 1, titleWords), wordMatches(80, 3, titleWords)];
  const model = await fitted(learner, shown);
  // the grades are 1 and 3, so the mean of both is 1 away from each
  expect(rmse(await scoresOf(model, asked), asked)).toBeLessThan(0.75);
  await model.close();
});

test.for(learners)(
  "$kind: what is saved and loaded scores the same, and equal seeds give equal files",
  async (learner) => {
    const model = await fitQuickly(learner);
    const loaded = await learner.load(model.save(), bareSurroundings);
    expect(await scoresOf(loaded, unseen)).toEqual(await scoresOf(model, unseen));
    expect(hashes(loaded.save())).toEqual(hashes(model.save()));
    expect(hashes((await fitQuickly(learner)).save())).toEqual(hashes(model.save()));
    expect(loaded).toMatchObject({ kind: learner.kind, scoreMin: 1, scoreMax: 3 });
    expect(loaded.embedder!.space).toBe(model.embedder!.space);
    expect(loaded.embedder!.space).toMatch(new RegExp(`^${learner.kind}/[0-9a-f]{8}$`));
    await loaded.close();
  },
);

test.for(learners)("$kind: a text's vector doesn't depend on what is embedded with it", async (learner) => {
  const model = await fitQuickly(learner);
  const { texts } = training.texts!;
  const together = await model.embedder!.embed(texts.slice(0, 60));
  const other = await learner.load(model.save(), bareSurroundings);
  for (const place of [0, 1, 59]) {
    expect(await other.embedder!.embed([texts[place]!])).toEqual([together[place]]);
  }
  const all = await withVectors(model, training);
  const scores = await model.score(all);
  const one = { query: all.vectors!.query.slice(5, 6), title: all.vectors!.title.slice(5, 6) };
  expect(await model.score({ ...all, count: 1, vectors: one })).toEqual(scores.slice(5, 6));
});

test("siamese: another seed gives another model in another space", async () => {
  const model = await fitQuickly();
  const other = await wordLstm.fit(wordMatches(40, 4), { ...wordLstm.defaults, epochs: 1 }, quietRun({ seed: 2 }));
  expect(other.embedder!.space).not.toBe(model.embedder!.space);
});

test.for(["absolute", "euclidean", "cosine", "all"])("siamese: learns by the distance %s", async (distance) => {
  const config = { ...wordLstm.defaults, distance, epochs: 30, patience: 30 } as typeof wordLstm.defaults;
  const model = await wordLstm.fit(training, config, quietRun({ validation }));
  expect(rmse(await scoresOf(model, unseen), unseen)).toBeLessThan(0.75);
});

test.for(learners)("$kind: empty texts, strange ones and long ones have scores within the range", async (learner) => {
  const model = await fitQuickly(learner);
  const odd = ["", "oak", "zzqx ωμέγα 漢字", "oak ".repeat(200), "🪑".repeat(40)];
  const rows = textRows(odd.flatMap((query) => odd.map((title) => [query, title, 2] as const)));
  for (const score of await scoresOf(model, rows)) expect(score).toBe(clip(score, model));
  const [empty, known] = await model.embedder!.embed([plainText(""), plainText("oak")]);
  expect(empty).toEqual(new Float32Array(model.embedder!.dimensions));
  expect(known).not.toEqual(empty);
  expect(await model.embedder!.embed([])).toEqual([]);
});

test("siamese: rows with an empty text are passed over in training", async () => {
  const texts = [
    ["oak", "oak tap", 3],
    ["fan", "oak tap", 1],
    ["rug", "rug saw", 3],
  ] as const;
  const config = { ...wordLstm.defaults, epochs: 2 };
  const model = await wordLstm.fit(textRows([...texts, ["", "rug", 1], ["tap", "", 3]]), config, quietRun());
  expect(await scoresOf(model, textRows(texts))).toHaveLength(3);
  const nothing = textRows([
    ["", "oak", 1],
    ["", "tap", 3],
  ]);
  for (const embeddings of ["learned", "word2vec"] as const) {
    await expect(wordLstm.fit(nothing, { ...config, embeddings }, quietRun())).rejects.toMatchObject({
      code: "TRAINING_IMPOSSIBLE",
      message: expect.stringContaining("none of the 2 rows has words to read in both query and title"),
    });
  }
});

test("siamese: the model has the weights of the best epoch, and scores as validation said", async () => {
  const curve: CurvePoint[] = [];
  const config = { ...wordLstm.defaults, patience: 3, cutPatience: 1, epochs: 30 };
  const model = await wordLstm.fit(training, config, quietRun({ validation, learned: (point) => curve.push(point) }));
  const best = Math.min(...curve.map(({ validationLoss }) => validationLoss));
  expect(rmse(await scoresOf(model, validation), validation) ** 2).toBeCloseTo(best, 5);
  expect(new Set(curve.map(({ learningRate }) => learningRate)).size).toBeGreaterThan(1);
});

test("siamese: word vectors can start with those of word2vec", async () => {
  const start = { embeddings: "word2vec" };
  const model = await fitQuickly(wordLstm as unknown as Learner, start);
  expect(model.embedder!.space).not.toBe((await fitQuickly()).embedder!.space);
  expect(model.embedder!.space).toBe((await fitQuickly(wordLstm as unknown as Learner, start)).embedder!.space);
});

test("siamese: without rows to choose by, those it learns from do", async () => {
  const model = await wordLstm.fit(training, wordLstm.defaults, quietRun());
  expect(rmse(await scoresOf(model, training), training)).toBeLessThan(0.5);
});

test("siamese: refuses grades without difference, no rows and odd grades", async () => {
  const impossible = (message: string) => ({ code: "TRAINING_IMPOSSIBLE", message: expect.stringContaining(message) });
  const same = textRows([
    ["oak", "oak tap", 2],
    ["fan", "rug", 2],
  ]);
  await expect(fitted(learners[0]!, same)).rejects.toMatchObject(impossible("all 2 grades are 2"));
  await expect(fitted(learners[0]!, textRows([]))).rejects.toMatchObject(impossible("no rows"));
  await expect(fitted(learners[0]!, textRows([["oak", "oak", 7]]))).rejects.toMatchObject(impossible("grade 7"));
});

test("siamese: rows that come without texts are a bug", async () => {
  const { texts: _texts, ...bare } = training;
  await expect(fitted(learners[0]!, bare)).rejects.toThrow("these rows come without");
});

test.for([
  [{ distance: "manhattan" }, '"distance" is "manhattan", not one of absolute, euclidean, cosine, all'],
  [{ epochs: 51 }, '"epochs" is 51, not a whole number from 1 to 50'],
  [{ dropout: 1 }, '"dropout" is 1, not a number from 0 to below 1'],
  [{ learningRate: "fast" }, '"learningRate" is "fast", not a number above 0'],
  [{ depth: 3 }, '"depth" is none of'],
] as const)("siamese: refuses the config %j", async ([changes, message]) => {
  const config = { ...wordLstm.defaults, ...changes } as unknown as typeof wordLstm.defaults;
  await expect(wordLstm.fit(training, config, quietRun())).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringContaining(message),
  });
});

test("siamese: a cancelled training ends with the reason", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(wordLstm.fit(training, wordLstm.defaults, quietRun({ signal }))).rejects.toThrow("enough");
});

test("siamese: refuses rows without vectors, or with those of another space", async () => {
  const model = await fitQuickly();
  const rows = await withVectors(model, unseen);
  const mismatch = { code: "MODEL_MISMATCH", message: expect.stringContaining("the model's own embedder") };
  await expect(model.score(unseen)).rejects.toMatchObject(mismatch);
  const short = { query: rows.vectors!.query, title: rows.vectors!.title.map((vector) => vector.slice(1)) };
  await expect(model.score({ ...rows, vectors: short })).rejects.toMatchObject(mismatch);
  await expect(model.score({ ...rows, count: 3 })).rejects.toThrow("3 rows, but vectors of 80 queries");
  expect(await model.score({ ...rows, count: 0, vectors: { query: [], title: [] } })).toEqual(new Float32Array());
});

test("siamese: refuses to load what it did not save", async () => {
  const saved = (await fitQuickly()).save();
  const description = new TextDecoder().decode(saved["model.json"]);
  const described = (text: string): Artifact => ({ ...saved, "model.json": new TextEncoder().encode(text) });
  const without = (name: string): Artifact =>
    Object.fromEntries(Object.entries(saved).filter(([other]) => other !== name));
  const flipped = (name: string): Artifact => {
    const bytes = saved[name]!.slice();
    bytes[bytes.length >> 1]! ^= 1;
    return { ...saved, [name]: bytes };
  };
  const names = ["model.json", "tower.onnx", "comparator.onnx", "tokens.txt"];
  const artifacts = [
    {},
    ...names.map(without),
    ...names.map((name) => ({ ...saved, [name]: saved[name]!.slice(0, -9) })),
    ...names.slice(1).map(flipped),
    described("7"),
    described(description.replace('"siamese-word-lstm"', '"siamese-char-lstm"')),
    described(description.replace('"version": 1', '"version": 0')),
    described(description.replace('"units": 12', '"units": -1')),
    described(description.replace('"units": 12', '"units": 13')),
    described(description.replace('"config"', '"set"')),
    described(description.replace('"scoreMax": 3', '"scoreMax": 0')),
    described(description.replace('"dimensions": 12', '"dimensions": "12"')),
  ];
  for (const artifact of artifacts) {
    await expect(wordLstm.load(artifact, bareSurroundings)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  }
  const newer = described(description.replace('"version": 1', '"version": 2'));
  await expect(wordLstm.load(newer, bareSurroundings)).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
    message:
      "model.json of a siamese-word-lstm model is version 2, this program reads 1; update Twinstream, or train the model again",
  });
});
