import { expect, test } from "vitest";
import { orderBatches } from "../../../models/net/batch-order.ts";
import { restoreCheckpoint, saveCheckpoint } from "../../../models/net/checkpoint.ts";
import { compileServing } from "../../../models/net/compile-serving.ts";
import { dense } from "../../../models/net/layers/dense.ts";
import { embedding } from "../../../models/net/layers/embedding.ts";
import { lstm } from "../../../models/net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../../../models/net/layers/sequences.ts";
import { watchDefaults } from "../../../models/net/learning-watch.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { input } from "../../../models/net/operations.ts";
import { packSequences, padSequences } from "../../../models/net/pack-sequences.ts";
import { floats } from "../../../models/net/session.ts";
import { openStepBuckets } from "../../../models/net/step-buckets.ts";
import {
  type Epoch,
  type EpochSettings,
  type Place,
  type TrainingData,
  trainEpochs,
} from "../../../models/net/train-epochs.ts";
import { newState, type Weights } from "../../../models/net/training-state.ts";
import { seededRandom } from "../../../models/random.ts";
import { listOf } from "../../support/evaluate-values.ts";
import { serveSmall } from "../../support/small-nets.ts";

const reader = (size: number): Net => ({
  outputs(build) {
    const tokens = tokenInputs(build, ["text"], size);
    const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: 6, width: 4 }));
    const { text } = lstm(build, "lstm", vectors, { units: 6 });
    return { score: dense(build, "score", text!, { units: 1 }) };
  },
  loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
});

/** Texts of 1 to 7 words; the grade is 1 when the first word is below 3, which the last state must remember. */
function textsOf(count: number, seed: number) {
  const random = seededRandom(seed);
  const texts = Array.from({ length: count }, () => Array.from({ length: 1 + random.int(7) }, () => random.int(6)));
  return { texts, grades: texts.map(([first]) => Number(first! < 3)) };
}

const { texts, grades } = textsOf(160, 1);
const unseen = textsOf(60, 2);

const data: TrainingData = {
  count: texts.length,
  lengthOf: (example) => texts[example]!.length,
  batch(examples, size) {
    const { inputs, rows = {} } = packSequences({ text: [...examples].map((i) => texts[i]!) }, size, "words/vectors");
    const grade = floats(
      [...examples].map((i) => grades[i]!),
      [examples.length, 1],
    );
    return { inputs: { ...inputs, grade }, rows };
  },
};

async function validate(weights: Weights): Promise<number> {
  const { score } = await serveSmall(compileServing(reader(8), weights), padSequences({ text: unseen.texts }));
  const errors = listOf(score!).map((value, row) => (value - unseen.grades[row]!) ** 2);
  return errors.reduce((all, error) => all + error, 0) / errors.length;
}

const settings: EpochSettings = { epochs: 12, batchSize: 16, pool: 4, learningRate: 0.03, watch: watchDefaults };
const quiet = () => ({ signal: new AbortController().signal, progress: () => {} });

async function collect(epochs: AsyncGenerator<Epoch>): Promise<Epoch[]> {
  const all: Epoch[] = [];
  for await (const epoch of epochs) all.push(epoch);
  return all;
}

test("trainEpochs: an LSTM learns to remember the first word, on texts it has not seen", async () => {
  const buckets = await openStepBuckets(reader, [3, 5, 8]);
  const told: string[] = [];
  const run = { ...quiet(), progress: ({ doing }: { doing: string }) => told.push(doing) };
  const curve = await collect(
    trainEpochs({ buckets, state: newState(buckets.plan, 1), data, validate }, settings, run),
  );
  await buckets.close();
  // the best constant has 0.25
  expect(Math.min(...curve.map(({ validationLoss }) => validationLoss))).toBeLessThan(0.05);
  expect(curve.at(-1)!.trainingLoss).toBeLessThan(curve[0]!.trainingLoss);
  expect(told[0]).toMatch(/^epoch 1 of 12, step 1 of 10, loss 0\.\d{4}$/);
});

test("trainEpochs: going on from any place gives the weights of a training without a break", async () => {
  const buckets = await openStepBuckets(reader, [8]);
  const owner = { name: "reader", plan: buckets.plan, task: "t" };
  const short = { ...settings, epochs: 3 };
  const start = () => ({ buckets, state: newState(buckets.plan, 4), data, validate });
  const { state, ...input } = start();
  const saved: Uint8Array[] = [];
  const between = async (place: Place) => {
    saved.push(saveCheckpoint(owner, { place, state, best: undefined, curve: [] }));
  };
  const whole = await collect(trainEpochs({ ...input, state }, short, { ...quiet(), between }));
  expect(saved).toHaveLength(3 * 10);
  for (const step of [0, 4, 10, 19, 29]) {
    const { place, state } = restoreCheckpoint(owner, saved[step]!);
    const rest = await collect(trainEpochs({ ...input, state }, short, quiet(), place));
    expect(rest).toEqual(whole.slice(Math.floor(step / 10)));
  }
  const { epoch, watch } = whole[2]!;
  expect(await collect(trainEpochs(start(), short, quiet(), { epoch, watch }))).toEqual([]);
  await buckets.close();
});

test("trainEpochs: stops when it no longer gets better, when it is told to, and without examples", async () => {
  const buckets = await openStepBuckets(reader, [8]);
  const start = () => ({ buckets, state: newState(buckets.plan, 1), data, validate: async () => 1 });
  const short = { ...settings, watch: { ...watchDefaults, patience: 2 } };
  expect(await collect(trainEpochs(start(), short, quiet()))).toHaveLength(3);

  const control = new AbortController();
  const aborting = { signal: control.signal, progress: () => control.abort(new Error("enough")) };
  await expect(collect(trainEpochs(start(), settings, aborting))).rejects.toThrow("enough");

  const nothing = { ...start(), data: { ...data, count: 0 } };
  await expect(collect(trainEpochs(nothing, settings, quiet()))).rejects.toThrow(
    expect.objectContaining({ code: "TRAINING_IMPOSSIBLE" }),
  );
  await buckets.close();
});

test("orderBatches: every example once, like lengths together, equal seeds alike", () => {
  const lengthOf = (example: number) => example % 5;
  const order = () => orderBatches(23, lengthOf, { batchSize: 4, pool: 10 }, seededRandom(3));
  const batches = order();
  expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...Array(23).keys()]);
  expect(batches.map((batch) => batch.length).sort()).toEqual([3, 4, 4, 4, 4, 4]);
  const spread = batches.map((batch) => Math.max(...[...batch].map(lengthOf)) - Math.min(...[...batch].map(lengthOf)));
  expect(Math.max(...spread)).toBe(1);
  expect(order()).toEqual(batches);
});
