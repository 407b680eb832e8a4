import { expect, test } from "vitest";
import { adamDefaults } from "../../../models/net/adam.ts";
import type { TrainingSettings } from "../../../models/net/compile-training.ts";
import { batchNorm } from "../../../models/net/layers/batch-norm.ts";
import { activations, dense } from "../../../models/net/layers/dense.ts";
import { embedding } from "../../../models/net/layers/embedding.ts";
import { watchDefaults } from "../../../models/net/learning-watch.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { encodeModel } from "../../../models/net/onnx/encode-model.ts";
import { add, input } from "../../../models/net/operations.ts";
import { encodeSafetensors } from "../../../models/net/safetensors.ts";
import { floats, ints, numbersOf, openSession } from "../../../models/net/session.ts";
import { openStepBuckets } from "../../../models/net/step-buckets.ts";
import { type EpochSettings, trainEpochs } from "../../../models/net/train-epochs.ts";
import { newState, type TrainingState, type Weights, weightsOf } from "../../../models/net/training-state.ts";
import { type Batch, openTrainingStep } from "../../../models/net/training-step.ts";
import { listOf } from "../../support/evaluate-values.ts";

type Last = "linear" | "sigmoid" | "batchNorm";

/** Two numbers and a word, all kinds of kept things among them. */
function net(last: Last): Net {
  return {
    outputs(build) {
      const word = embedding(build, "words", input("ids", ["batch"], "int32"), { rows: 3, width: 4 });
      const hidden = add(dense(build, "hidden", input("x", ["batch", 2]), { units: 4 }), word);
      const seen = last === "batchNorm" ? batchNorm(build, "norm", hidden) : activations[last](hidden);
      return { y: dense(build, "answer", seen, { units: 1 }) };
    },
    loss: ({ y }) => meanSquaredError(y!, input("t", ["batch", 1])),
  };
}

function batchOf(x: readonly number[], t: readonly number[] = [1, 0]): Batch {
  const inputs = { ids: ints([0, 1]), x: floats(x, [2, 2]), t: floats(t, [2, 1]) };
  return { inputs, rows: { "words/vectors": Int32Array.of(2, 0) } };
}

const good = batchOf([1, 2, 3, 4]);
const clipping: TrainingSettings = { adam: adamDefaults, clipNorm: 1 };

/** Everything that a state is made of, but for the room of the next step and its gradients. */
function keptOf({ step, seed, vectors, tables }: TrainingState) {
  const kept = [...tables.values()].map(({ values, first, second }) => [values, first, second]);
  return { step, seed, vectors: Object.values(vectors).map(numbersOf), tables: kept };
}

const refused: readonly (readonly [string, Last, Batch, TrainingSettings?])[] = [
  ["a NaN in the input", "linear", batchOf([1, Number.NaN, 3, 4])],
  ["a NaN in the truth", "sigmoid", batchOf([1, 2, 3, 4], [Number.NaN, 0])],
  ["a NaN in the input, clipped", "linear", batchOf([1, Number.NaN, 3, 4]), clipping],
  ["an infinite input that a sigmoid hides from the loss", "sigmoid", batchOf([Infinity, 2, 3, 4])],
  ["an infinite input that a sigmoid hides from the loss, clipped", "sigmoid", batchOf([Infinity, 2, 3, 4]), clipping],
  ["a loss above all numbers", "linear", batchOf([1e25, 2, 3, 4])],
  ["a loss above all numbers, clipped", "linear", batchOf([1e25, 2, 3, 4]), clipping],
  ["a gradient whose square is above all numbers", "linear", batchOf([1e16, 2, 3, 4])],
  ["a variance above all numbers", "batchNorm", batchOf([1e22, 2, 3, 4])],
  ["a variance above all numbers, clipped", "batchNorm", batchOf([1e22, 2, 3, 4]), clipping],
];

test.for(refused)(
  "training: %s is refused, and training goes on as if it had not been",
  async ([, last, bad, settings]) => {
    const step = await openTrainingStep(net(last), settings);
    const [state, spared] = [newState(step.plan, 2), newState(step.plan, 2)];
    for (const one of [state, spared]) await step.run(one, good, 0.01);
    await expect(step.run(state, bad, 0.01)).rejects.toThrow(
      expect.objectContaining({
        code: "TRAINING_IMPOSSIBLE",
        message: expect.stringContaining("at step 2; lower the"),
      }),
    );
    expect(keptOf(state)).toEqual(keptOf(spared));
    for (const one of [state, spared]) await step.run(one, good, 0.01);
    await step.close();
    expect(keptOf(state)).toEqual(keptOf(spared));
  },
);

test("training: a gradient whose square is above all numbers is clipped like others", async () => {
  const step = await openTrainingStep(net("linear"), clipping);
  const state = newState(step.plan, 2);
  expect(await step.run(state, batchOf([1e16, 2, 3, 4]), 0.01)).toBeGreaterThan(1e30);
  await step.close();
  // after one step Adam's first sum is what it sees
  expect(Math.hypot(...numbersOf(state.vectors["parameters first"]!))).toBeCloseTo(1, 5);
});

test("trainEpochs: the weights of the epochs before a NaN stay as they were given", async () => {
  const buckets = await openStepBuckets(() => net("sigmoid"), [1]);
  const state = newState(buckets.plan, 2);
  let batches = 0;
  const data = { count: 2, lengthOf: () => 1, batch: () => (++batches > 2 ? batchOf([Number.NaN, 2, 3, 4]) : good) };
  const settings: EpochSettings = { epochs: 5, batchSize: 2, pool: 1, learningRate: 0.01, watch: watchDefaults };
  const run = { signal: new AbortController().signal, progress: () => {} };
  const kept: Weights[] = [];
  const train = async () => {
    const epochs = trainEpochs({ buckets, state, data, validate: async () => 1 }, settings, run);
    for await (const { weights } of epochs) kept.push(weights);
  };
  await expect(train()).rejects.toThrow(expect.objectContaining({ code: "TRAINING_IMPOSSIBLE" }));
  await buckets.close();
  expect(kept).toHaveLength(2);
  expect(weightsOf(buckets.plan, state)).toEqual(kept[1]);
});

const port = { type: "float32", shape: ["batch"] } as const;

/** A valid file that another tool could have made: `y` of `tokens`. */
function foreign(operator: string): Uint8Array {
  return encodeModel({
    nodes: [{ operator, inputs: ["tokens"], outputs: ["y"], attributes: {} }],
    initializers: [],
    inputs: [{ name: "tokens", ...port }],
    outputs: [{ name: "y", ...port }],
  });
}

const negating = foreign("Neg");

test.for([
  ["an empty file", new Uint8Array(), "is null"],
  ["a page of text", new TextEncoder().encode("<html>404</html>"), "protobuf parsing failed"],
  ["half a file", negating.subarray(0, negating.length / 2), "protobuf parsing failed"],
  ["a file without its last byte", negating.subarray(0, -1), "protobuf parsing failed"],
  ["a checkpoint", encodeSafetensors([], {}), "protobuf parsing failed"],
  ["a net of operators that the runtime lacks", foreign("Guess"), "Guess"],
] as const)("openSession: %s is refused with what the runtime says", async ([, file, reason]) => {
  await expect(openSession(file)).rejects.toThrow(
    expect.objectContaining({
      code: "DATA_DAMAGED",
      message: expect.stringMatching(new RegExp(`^a net's file can't be run: .*${reason}.*; take a copy`, "s")),
      cause: expect.objectContaining({ message: expect.stringContaining(reason) }),
    }),
  );
});

test("openSession: a file that takes other inputs than the net is refused, one that takes the same is opened", async () => {
  await expect(openSession(negating, { threads: 1, inputs: ["query", "product"] })).rejects.toThrow(
    expect.objectContaining({
      code: "MODEL_MISMATCH",
      message: expect.stringContaining("takes tokens, not query, product: it is another model's"),
    }),
  );
  const session = await openSession(negating, { threads: 1, inputs: ["tokens"] });
  const { y } = await session.run({ tokens: floats([1, -2], [2]) });
  await session.close();
  expect(listOf(y!)).toEqual([-1, 2]);
});
