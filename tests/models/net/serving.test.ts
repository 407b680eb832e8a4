import { expect, test } from "vitest";
import { compileServing } from "../../../models/net/compile-serving.ts";
import { absoluteDifference } from "../../../models/net/distances.ts";
import { batchNorm } from "../../../models/net/layers/batch-norm.ts";
import { conv1d } from "../../../models/net/layers/convolution.ts";
import { dense } from "../../../models/net/layers/dense.ts";
import { dropout } from "../../../models/net/layers/dropout.ts";
import { embedding } from "../../../models/net/layers/embedding.ts";
import { lstm } from "../../../models/net/layers/lstm.ts";
import { globalMaxPool, maxPool } from "../../../models/net/layers/pooling.ts";
import { eachStep, tokenInputs } from "../../../models/net/layers/sequences.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net, NetBuilder } from "../../../models/net/net.ts";
import { input, multiply, sum } from "../../../models/net/operations.ts";
import { packSequences, padSequences } from "../../../models/net/pack-sequences.ts";
import { floats, ints, type Tensors } from "../../../models/net/session.ts";
import { newState, weightsOf } from "../../../models/net/training-state.ts";
import { type Batch, openTrainingStep } from "../../../models/net/training-step.ts";
import type { Value } from "../../../models/net/value.ts";
import { listOf } from "../../support/evaluate-values.ts";
import { serveSmall, trainSmall } from "../../support/small-nets.ts";

const texts = { query: [[5, 6], [7], [5, 6, 5]], product: [[1, 2, 3, 4], [2], [3, 3]] };

function wordNet(isBidirectional: boolean): Net {
  return {
    outputs(build) {
      const tokens = tokenInputs(build, ["query", "product"], 6);
      const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: 8, width: 3 }));
      const { query, product } = lstm(build, "lstm", vectors, { units: 4, isBidirectional });
      return { score: dense(build, "score", absoluteDifference(query!, product!), { units: 1 }) };
    },
    loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
  };
}

const charNet: Net = {
  outputs(build) {
    const encode = (name: string) => {
      const chars = embedding(build, "chars", input(name, ["batch", 9], "int32"), {
        rows: 8,
        width: 3,
        optimiser: "adam",
      });
      const wide = maxPool(conv1d(build, "wide", chars, { filters: 4, taps: 4, activation: "relu" }), 2);
      return globalMaxPool(conv1d(build, "narrow", wide, { filters: 5, taps: 3 }));
    };
    return { score: dense(build, "score", absoluteDifference(encode("query"), encode("product")), { units: 1 }) };
  },
  loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
};

const chars = (seed: number) =>
  ints(
    Array.from({ length: 27 }, (_, place) => (place * seed) % 8),
    [3, 9],
  );
const charInputs = { query: chars(3), product: chars(5) };
const grade = floats([1, 0, 0.5], [3, 1]);

const packed = packSequences(texts, 6, "words/vectors");
const cases: readonly (readonly [string, Net, Batch, Tensors])[] = [
  ["an LSTM", wordNet(false), packed, padSequences(texts)],
  ["a bidirectional LSTM", wordNet(true), packed, padSequences(texts)],
  ["a convolution net", charNet, { inputs: charInputs }, charInputs],
];

/** The net with its scores as the loss, one at a time, so that a step shows what training computes. */
function showing(net: Net): Net {
  return { ...net, loss: ({ score }) => sum(multiply(score!, input("pick", ["batch", 1]))) };
}

test.for(cases)("serving: %s gives what its training graph gives", async ([, net, batch, inputs]) => {
  const step = await openTrainingStep(showing(net));
  const state = newState(step.plan, 5);
  const trained: number[] = [];
  for (const row of [0, 1, 2]) {
    const pick = floats(
      [0, 1, 2].map((other) => Number(other === row)),
      [3, 1],
    );
    trained.push(await step.run(state, { ...batch, inputs: { ...batch.inputs, pick } }, 0));
  }
  await step.close();
  const { score } = await serveSmall(compileServing(net, weightsOf(step.plan, state)), inputs);
  for (const [row, served] of listOf(score!).entries()) {
    expect(Math.abs(served)).toBeGreaterThan(1e-4);
    expect(Math.abs(served - trained[row]!)).toBeLessThan(1e-5);
  }
});

test.for(cases)("training: %s learns three pairs by heart", async ([, net, batch, inputs]) => {
  const training = { steps: 150, learningRate: 0.02, batch: () => ({ ...batch, inputs: { ...batch.inputs, grade } }) };
  const { losses, serving } = await trainSmall(net, training);
  expect(losses.at(-1)).toBeLessThan(0.01);
  const { score } = await serveSmall(serving, inputs);
  for (const [row, served] of listOf(score!).entries()) expect(served).toBeCloseTo([1, 0, 0.5][row]!, 0);
});

test("packSequences: more steps than the longest text needs change nothing", async () => {
  const sized = (steps: number): Net => {
    const narrow = (build: NetBuilder): Readonly<Record<string, Value>> => {
      const tokens = tokenInputs(build, ["query", "product"], steps);
      const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: 8, width: 3 }));
      const { query, product } = lstm(build, "lstm", vectors, { units: 4 });
      return { score: dense(build, "score", multiply(query!, product!), { units: 1 }) };
    };
    return { ...wordNet(false), outputs: narrow };
  };
  const train = (steps: number) => {
    const { inputs, rows } = packSequences(texts, steps, "words/vectors");
    const batch = () => ({ inputs: { ...inputs, grade }, ...(rows && { rows }) });
    return trainSmall(sized(steps), { steps: 3, learningRate: 0.1, batch });
  };
  expect((await train(9)).weights).toEqual((await train(4)).weights);
});

test("packSequences: lines texts up at their ends, longest first", () => {
  const { inputs, rows } = packSequences({ a: [[10, 11]], b: [[12, 10, 13]] }, 4, "words");
  const lists = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, listOf(tensor)]));
  // step 1: 12; step 2: 10 and the start of a, 10; step 3: 13 and 11
  expect(rows).toEqual({ words: Int32Array.of(12, 10, 13, 11) });
  expect(lists).toEqual({
    tokens: [0, 1, 1, 2, 3],
    mirror: [3, 1, 4, 0, 2],
    counts: [0, 1, 2, 2],
    joins: [0, 1, 1, 0],
    "a row": [1],
    "b row": [0],
  });
});

test.for([
  [[[1, 2, 3]], "a text of 3 tokens can't be put into 2 steps; cut it, or give an empty one a token"],
  [[[]], "a text of 0 tokens can't be put into 2 steps; cut it, or give an empty one a token"],
] as const)("packSequences: a text that can't be packed is refused, %#", ([query, message]) => {
  expect(() => packSequences({ query }, 2, "words")).toThrow(message);
});

test("dropout and batchNorm: a net with both serves without them", async () => {
  const net: Net = {
    outputs(build) {
      const x = dropout(build, input("x", ["batch", 2]), 0.5);
      return { y: batchNorm(build, "norm", x, { momentum: 0, epsilon: 0 }) };
    },
    loss: ({ y }) => sum(y!),
  };
  const weights = new Map([
    ["norm/scale", Float32Array.of(2, 2)],
    ["norm/shift", Float32Array.of(1, 1)],
    ["norm/mean", Float32Array.of(3, 4)],
    ["norm/variance", Float32Array.of(4, 1)],
  ]);
  const { y } = await serveSmall(compileServing(net, weights), { x: floats([5, 6], [1, 2]) });
  expect(listOf(y!)).toEqual([3, 5]);
});
