import { afterEach, expect, test } from "vitest";
import type { Learner, TrainingRows, TrainingRun } from "../../../models/model.ts";
import type { WordConfig } from "../../../models/siamese/siamese-config.ts";
import { siameseWordBilstm, siameseWordLstm } from "../../../models/siamese/word-nets.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { tf, tfjs } from "../../support/tfjs-peer.ts";
import { bareSurroundings, quietRun } from "../../support/training-run.ts";
import { rmse, scoresOf, small, wordMatches } from "./word-match.ts";

// tfjs learns every variable that there is
afterEach(() => tf.disposeVariables());

const config: Partial<WordConfig> = {
  ...{ engine: "tfjs-node", distance: "absolute", hidden: 0, dropout: 0, inputDropout: 0, embeddings: "learned" },
  ...{ width: 8, units: 12, buckets: 20, minTexts: 1, longest: 8 },
  ...{ batchSize: 16, learningRate: 0.03, epochs: 6, patience: 6, cutPatience: 6 },
};
const learners = [small(siameseWordLstm, config), small(siameseWordBilstm, config)] as const;
const wordLstm = learners[0];

const training = wordMatches(160, 1);
const validation = wordMatches(40, 2);
const unseen = wordMatches(80, 3);

/** A model by a learner's defaults with some changes, and its curve. */
async function fitted(
  learner: Learner<WordConfig>,
  changes: Partial<WordConfig> = {},
  { rows = training, ...run }: Partial<TrainingRun> & { readonly rows?: TrainingRows } = {},
) {
  const curve: CurvePoint[] = [];
  const learned = (point: CurvePoint) => curve.push(point);
  const openTfjs = async () => tfjs;
  const whole = quietRun({ openTfjs, validation, learned, ...run });
  return { curve, model: await learner.fit(rows, { ...learner.defaults, ...changes }, whole) };
}

test.for(learners)("$kind: learns by tfjs, and what is saved and loaded scores the same", async (learner) => {
  // titles of one word, so that it learns in time
  const [shown, asked] = [wordMatches(160, 1, 1), wordMatches(80, 3, 1)];
  const { model } = await fitted(learner, {}, { rows: shown });
  const scores = await scoresOf(model, asked);
  // the grades are 1 and 3, so the mean of both is 1 away from each
  expect(rmse(scores, asked)).toBeLessThan(0.5);
  const loaded = await learner.load(model.save(), bareSurroundings);
  expect(await scoresOf(loaded, asked)).toEqual(scores);
  expect(loaded.embedder!.space).toBe(model.embedder!.space);
});

test.for(learners)("$kind: by tfjs it comes to what our engine comes to", async (learner) => {
  // each batch has every word, so that dense Adam moves what sparse Adam moves
  const alike = { batchSize: 160, epochs: 4, clipNorm: 0.1 };
  const theirs = await fitted(learner, alike);
  const ours = await fitted(learner, { ...alike, engine: "onnx" });
  expect(theirs.curve).toHaveLength(4);
  for (const [place, point] of theirs.curve.entries()) {
    const { epoch, trainingLoss, validationLoss, learningRate } = ours.curve[place]!;
    expect(point).toMatchObject({ epoch, learningRate });
    expect(point.trainingLoss).toBeCloseTo(trainingLoss, 4);
    expect(point.validationLoss).toBeCloseTo(validationLoss, 4);
  }
  const scores = await scoresOf(ours.model, unseen);
  for (const [row, score] of (await scoresOf(theirs.model, unseen)).entries())
    expect(score).toBeCloseTo(scores[row]!, 3);
});

test("tfjs-node: word vectors can start with those of word2vec, and equal seeds give equal models", async () => {
  const quick = { epochs: 1, embeddings: "word2vec" } as const;
  const spaces = [];
  for (const changes of [quick, quick, { epochs: 1 }]) {
    spaces.push((await fitted(wordLstm, changes)).model.embedder!.space);
  }
  expect(spaces[1]).toBe(spaces[0]);
  expect(spaces[2]).not.toBe(spaces[0]);
});

test("tfjs-node: stops when validation gets worse, after a cut of the rate, and has the weights of the best epoch", async () => {
  const hasty = { learningRate: 0.3, epochs: 20, patience: 2, cutPatience: 1 };
  const { curve, model } = await fitted(wordLstm, hasty, { rows: wordMatches(40, 4) });
  const losses = curve.map(({ validationLoss }) => validationLoss);
  const best = losses.indexOf(Math.min(...losses));
  expect(curve.length).toBeLessThan(20);
  expect(best).toBe(curve.length - 3);
  expect(curve.at(-1)!.learningRate).toBeLessThan(curve[0]!.learningRate);
  expect(rmse(await scoresOf(model, validation), validation) ** 2).toBeCloseTo(losses[best]!, 5);
});

test("tfjs-node: tells how far it is, and ends when the signal aborts", async () => {
  const control = new AbortController();
  const shares: number[] = [];
  const run = {
    signal: control.signal,
    progress({ share }: { share: number }) {
      shares.push(share);
      if (shares.length === 12) control.abort(new Error("enough"));
    },
  };
  await expect(fitted(wordLstm, {}, run)).rejects.toThrow("enough");
  // 10 batches make one of 6 epochs
  expect(shares).toEqual(Array.from({ length: 12 }, (_, done) => expect.closeTo((done + 1) / 60)));
});

test.for([
  [
    { distance: "all", hidden: 64, dropout: 0.3, inputDropout: 0.2, l2: 0.1 },
    "add --distance absolute --set hidden=0 --set dropout=0 --set inputDropout=0 --set l2=0, or",
  ],
  [{ distance: "cosine" }, "dropout: add --distance absolute, or leave --engine out"],
  [{ engine: "torch" }, '"engine" is "torch", not one of onnx, tfjs-node'],
] as const)("tfjs-node: refuses %j before it is opened", async ([changes, message]) => {
  const openTfjs = () => Promise.reject(new Error("opened"));
  await expect(fitted(wordLstm, changes as Partial<WordConfig>, { openTfjs })).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringContaining(message),
  });
});

test("tfjs-node: is opened only where it is asked for", async () => {
  await expect(fitted(wordLstm, {}, bareSurroundings)).rejects.toThrow("there is no tfjs here");
  const { model } = await fitted(wordLstm, { engine: "onnx", epochs: 1 }, bareSurroundings);
  expect(await scoresOf(model, unseen)).toHaveLength(80);
});
