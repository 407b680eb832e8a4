import { afterEach, expect, test } from "vitest";
import { adamDefaults } from "../../../../models/net/adam.ts";
import { compileServing } from "../../../../models/net/compile-serving.ts";
import { absoluteDifference } from "../../../../models/net/distances.ts";
import { fitWithTfjs, type TfjsInput } from "../../../../models/net/engines/fit-with-tfjs.ts";
import { fromKerasGates, toKerasGates } from "../../../../models/net/engines/keras-gates.ts";
import { dense } from "../../../../models/net/layers/dense.ts";
import { embedding } from "../../../../models/net/layers/embedding.ts";
import { lstm } from "../../../../models/net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../../../../models/net/layers/sequences.ts";
import { watchDefaults } from "../../../../models/net/learning-watch.ts";
import { meanSquaredError } from "../../../../models/net/losses.ts";
import type { Net } from "../../../../models/net/net.ts";
import { add, input, multiply } from "../../../../models/net/operations.ts";
import { packSequences, padSequences } from "../../../../models/net/pack-sequences.ts";
import { floats } from "../../../../models/net/session.ts";
import { openStepBuckets } from "../../../../models/net/step-buckets.ts";
import { type Epoch, type TrainingData, trainEpochs } from "../../../../models/net/train-epochs.ts";
import { newState, type Weights, weightsOf } from "../../../../models/net/training-state.ts";
import { listOf } from "../../../support/evaluate-values.ts";
import { serveSmall } from "../../../support/small-nets.ts";
import { tf, tfjs } from "../../../support/tfjs-peer.ts";

// tfjs learns every variable that there is
afterEach(() => tf.disposeVariables());

const names = { words: "words", lstm: "lstm", answer: "score" };
// each half has all 6 words, so that sparse Adam moves what dense Adam moves
const texts = {
  query: [[0, 1], [2], [5, 4, 5, 3], [1, 1]],
  product: [
    [2, 3, 4, 5, 1],
    [3, 3],
    [0, 2],
    [4, 0, 1],
  ],
};
const grades = Float32Array.of(1, 3, 2.33, 2);
// no epoch is better than the first, so the second ends with a cut of the rate
const watch = { ...watchDefaults, cutPatience: 1 };
// shorter than the gradients are
const training = { adam: adamDefaults, clipNorm: 0.1 };
const settings = { ...training, epochs: 3, batchSize: 4, pool: 1, learningRate: 0.02, watch };
const validate = async () => 1;
const run = { seed: 4, signal: new AbortController().signal, progress: () => {} };

const scale = { centre: 2, spread: 0.7 };

function siamese(isBidirectional: boolean): Net {
  return {
    outputs(build) {
      const tokens = tokenInputs(build, ["query", "product"], 5);
      const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: 6, width: 3 }));
      const { query, product } = lstm(build, "lstm", vectors, { units: 4, isBidirectional });
      const said = dense(build, "score", absoluteDifference(query!, product!), { units: 1 });
      return { score: add(multiply(said, scale.spread), scale.centre) };
    },
    loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
  };
}

const data: TrainingData = {
  count: grades.length,
  lengthOf: () => 5,
  batch(examples, size) {
    const some = (list: readonly number[][]) => Array.from(examples, (example) => list[example]!);
    const { inputs, rows = {} } = packSequences(
      { query: some(texts.query), product: some(texts.product) },
      size,
      "words/vectors",
    );
    const truth = Float32Array.from(examples, (example) => grades[example]!);
    return { inputs: { ...inputs, grade: floats(truth, [examples.length, 1]) }, rows };
  },
};

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all) found.push(one);
  return found;
}

/** Where our engine starts and what it comes to. */
async function trainOurs(net: Net): Promise<{ readonly start: Weights; readonly curve: readonly Epoch[] }> {
  const buckets = await openStepBuckets(() => net, [5], training);
  const state = newState(buckets.plan, run.seed);
  const start = weightsOf(buckets.plan, state);
  const curve = await collect(trainEpochs({ buckets, state, data, validate }, settings, run));
  await buckets.close();
  return { start, curve };
}

test.for([
  ["an LSTM", false],
  ["a bidirectional LSTM", true],
] as const)("fitWithTfjs: %s learns what our engine learns, and is served", async ([, isBidirectional]) => {
  const net = siamese(isBidirectional);
  const { start, curve } = await trainOurs(net);
  const theirs = await collect(fitWithTfjs(tfjs, { names, ...scale, start, texts, grades, validate }, settings, run));
  expect(theirs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(theirs.map(({ watch }) => watch)).toEqual(curve.map(({ watch }) => watch));
  expect(theirs.map(({ watch }) => watch.learningRate)).toEqual([0.02, 0.01, 0.005]);
  for (const [index, { trainingLoss, weights }] of theirs.entries()) {
    expect(Math.abs(trainingLoss - curve[index]!.trainingLoss)).toBeLessThan(1e-5);
    expect([...weights.keys()].sort()).toEqual([...start.keys()].sort());
    for (const [name, values] of weights) {
      const ours = curve[index]!.weights.get(name)!;
      expect(Math.max(...values.map((value, place) => Math.abs(value - ours[place]!))), name).toBeLessThan(1e-5);
    }
  }
  const [theirScores, ourScores] = await Promise.all(
    [theirs, curve].map(async (epochs) => {
      const { score } = await serveSmall(compileServing(net, epochs[2]!.weights), padSequences(texts));
      return listOf(score!);
    }),
  );
  for (const [row, score] of theirScores!.entries()) expect(score).toBeCloseTo(ourScores![row]!, 4);
});

test("fitWithTfjs: tells how far it is, stops when told to, and leaves nothing behind", async () => {
  const { start } = await trainOurs(siamese(false));
  const before = tf.memory().numTensors;
  const control = new AbortController();
  const told: string[] = [];
  const stopping = {
    seed: 1,
    signal: control.signal,
    progress({ doing, share }: { doing: string; share: number }) {
      told.push(`${doing.replace(/[\d.]+$/, "x")} ${share}`);
      if (told.length === 3) control.abort(new Error("enough"));
    },
  };
  const halves = { ...settings, epochs: 2, batchSize: 2 };
  const all = collect(fitWithTfjs(tfjs, { names, ...scale, start, texts, grades, validate }, halves, stopping));
  await expect(all).rejects.toThrow("enough");
  expect(told).toEqual([
    "epoch 1 of 2, step 1 of 2, loss x 0.25",
    "epoch 1 of 2, step 2 of 2, loss x 0.5",
    "epoch 2 of 2, step 1 of 2, loss x 0.75",
  ]);
  expect(tf.memory().numTensors).toBe(before);
});

test("fitWithTfjs: learns from texts of one word", async () => {
  const { start } = await trainOurs(siamese(true));
  const short = { query: [[0], [1], [2], [3]], product: [[0], [4], [2], [5]] };
  const input = { names, ...scale, start, texts: short, grades, validate };
  const [first, , third] = await collect(fitWithTfjs(tfjs, input, settings, run));
  expect(third!.trainingLoss).toBeLessThan(first!.trainingLoss);
});

test("fitWithTfjs: ends after so many epochs without a better loss", async () => {
  const { start } = await trainOurs(siamese(false));
  const losses = [3, 2, 2.5, 2.2, 1];
  const input = { names, ...scale, start, texts, grades, validate: async () => losses.shift()! };
  const patient = { ...settings, epochs: 5, watch: { ...watch, patience: 2 } };
  const all = await collect(fitWithTfjs(tfjs, input, patient, run));
  expect(all.map(({ validationLoss }) => validationLoss)).toEqual([3, 2, 2.5, 2.2]);
  expect(all.map(({ watch }) => watch.isBest)).toEqual([true, true, false, false]);
});

test("fitWithTfjs: no pairs, a NaN and weights of another net are refused", async () => {
  const { start } = await trainOurs(siamese(false));
  const trying = (change: Partial<TfjsInput>) =>
    collect(fitWithTfjs(tfjs, { names, ...scale, start, texts, grades, validate, ...change }, settings, run));
  const impossible = expect.objectContaining({ code: "TRAINING_IMPOSSIBLE" });
  await expect(trying({ grades: new Float32Array(), texts: { query: [], product: [] } })).rejects.toThrow(impossible);
  await expect(trying({ grades: Float32Array.of(1, Number.NaN, 2, 3) })).rejects.toThrow(impossible);
  await expect(trying({ start: new Map() })).rejects.toThrow('the weights to start from lack "lstm/forward/bias"');
});

test("keras-gates: our input, output, forget, candidate are Keras' input, forget, candidate, output", () => {
  const ours = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 8, 80);
  const theirs = Float32Array.of(1, 10, 3, 30, 4, 40, 2, 20, 5, 50, 7, 70, 8, 80, 6, 60);
  expect(toKerasGates(ours, 2)).toEqual(theirs);
  expect(fromKerasGates(theirs, 2)).toEqual(ours);
});
