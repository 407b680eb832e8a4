import { expect, test } from "vitest";
import { adamDefaults } from "../../../models/net/adam.ts";
import { compileServing } from "../../../models/net/compile-serving.ts";
import { compileTraining } from "../../../models/net/compile-training.ts";
import { absoluteDifference } from "../../../models/net/distances.ts";
import { all, uniform } from "../../../models/net/initialisers.ts";
import { batchNorm } from "../../../models/net/layers/batch-norm.ts";
import { activations, dense } from "../../../models/net/layers/dense.ts";
import { dropout } from "../../../models/net/layers/dropout.ts";
import { embedding } from "../../../models/net/layers/embedding.ts";
import { binaryCrossEntropy, l2Penalty, meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { add, input, multiply, reshape, sum } from "../../../models/net/operations.ts";
import { floats, ints } from "../../../models/net/session.ts";
import { newState, weightsOf } from "../../../models/net/training-state.ts";
import { openTrainingStep } from "../../../models/net/training-step.ts";
import { seededRandom } from "../../../models/random.ts";
import { listOf } from "../../support/evaluate-values.ts";
import { serveSmall, trainSmall } from "../../support/small-nets.ts";

const xor: Net = {
  outputs(build) {
    const x = input("x", ["batch", 2]);
    const hidden = dense(build, "hidden", x, { units: 8, activation: "tanh" });
    const logits = dense(build, "answer", hidden, { units: 1 });
    return { logits, answer: activations.sigmoid(logits) };
  },
  loss: ({ logits }) => binaryCrossEntropy(logits!, input("y", ["batch", 1])),
};
const xorInputs = { x: floats([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]), y: floats([0, 1, 1, 0], [4, 1]) };
const xorTraining = { steps: 150, learningRate: 0.05, batch: () => ({ inputs: xorInputs }) };

test("training: a dense net learns XOR, and serves what it learned", async () => {
  const { losses, serving } = await trainSmall(xor, xorTraining);
  expect(losses[0]).toBeGreaterThan(0.5);
  expect(losses.at(-1)).toBeLessThan(0.05);
  const { answer } = await serveSmall(serving, { x: xorInputs.x });
  expect(listOf(answer!).map(Math.round)).toEqual([0, 1, 1, 0]);
});

test("training: equal seeds give equal weights, other seeds other ones", async () => {
  const short = { ...xorTraining, steps: 5 };
  const [one, same, other] = [
    await trainSmall(xor, { ...short, seed: 3 }),
    await trainSmall(xor, { ...short, seed: 3 }),
    await trainSmall(xor, { ...short, seed: 4 }),
  ];
  expect(same.weights).toEqual(one.weights);
  expect(other.weights).not.toEqual(one.weights);
});

test("training: a runtime that doesn't fill given outputs trains the same", async () => {
  const train = async (fillsBuffers: boolean) => {
    const step = await openTrainingStep(xor, undefined, { threads: 1, fillsBuffers });
    const state = newState(step.plan, 3);
    for (let done = 0; done < 5; done++) await step.run(state, { inputs: xorInputs }, 0.05);
    await step.close();
    return weightsOf(step.plan, state);
  };
  expect(await train(false)).toEqual(await train(true));
});

/** Two texts as three word ids each, one encoder for both. */
const siamese: Net = {
  outputs(build) {
    const encode = (name: string) => {
      const words = embedding(build, "words", input(name, ["batch", 3], "int32"), { rows: 12, width: 4 });
      return dense(build, "encoder", reshape(words, ["batch", 12]), { units: 6, activation: "relu" });
    };
    const distance = absoluteDifference(encode("query"), encode("product"));
    return { score: dense(build, "score", distance, { units: 1 }) };
  },
  loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
};

/** Pairs whose grade is 1 when they share their first word, else 0. */
function pairs(count: number, seed: number) {
  const random = seededRandom(seed);
  const words = () => Array.from({ length: 3 }, () => random.int(12));
  const made = Array.from({ length: count }, (_, index) => {
    const [query, product] = [words(), words()];
    return index % 2 === 0 ? { query, product: [query[0]!, ...product.slice(1)] } : { query, product };
  });
  const grade = ({ query, product }: (typeof made)[number]) => Number(query[0] === product[0]);
  const ids = (name: "query" | "product") =>
    ints(
      made.flatMap((pair) => pair[name]),
      [count, 3],
    );
  return { query: ids("query"), product: ids("product"), grade: floats(made.map(grade), [count, 1]) };
}

test("training: a siamese net with one encoder for both texts learns which pairs match", async () => {
  const everyWord = Int32Array.from({ length: 12 }, (_, word) => word);
  const batch = (step: number) => ({ inputs: pairs(32, step), rows: { "words/vectors": everyWord } });
  const { losses } = await trainSmall(siamese, { steps: 300, learningRate: 0.02, batch });
  const average = (some: readonly number[]) => some.reduce((total, loss) => total + loss, 0) / some.length;
  // the best constant has 0.25; each batch is of new pairs
  expect(average(losses.slice(0, 10))).toBeGreaterThan(0.2);
  expect(average(losses.slice(-10))).toBeLessThan(0.125);
});

/** y = sum of the picked vectors; the loss is the mean of y, so every picked row has gradient 1 / batch. */
function picker(optimiser: "sparse-adam" | "adam"): Net {
  return {
    outputs(build) {
      const picked = embedding(build, "words", input("ids", ["batch"], "int32"), {
        rows: 3,
        width: 2,
        optimiser,
        start: all(1),
      });
      const scale = build.parameter("scale", [], all(1));
      return { y: multiply(sum(picked, [1]), scale) };
    },
    loss: ({ y }) => multiply(sum(y!), 0.5),
  };
}

test("embedding: sparse Adam moves the rows of the batch only, dense Adam moves those of earlier batches on", async () => {
  // Adam's first step is the learning rate whatever the gradient
  const settings = { adam: { ...adamDefaults, epsilon: 1e-12 } };
  const sparse = await trainSmall(picker("sparse-adam"), {
    steps: 2,
    learningRate: 0.1,
    settings,
    batch: (step) => ({ inputs: { ids: ints([0, 0]) }, rows: { "words/vectors": Int32Array.of(step === 0 ? 2 : 0) } }),
  });
  const rounded = (values: Float32Array | undefined) => Array.from(values ?? [], (value) => Number(value.toFixed(4)));
  const vectors = rounded(sparse.weights.get("words/vectors"));
  expect(vectors.slice(2)).toEqual([1, 1, 0.9, 0.9]);
  // second step, first moments: m = 0.1 g, v = 0.001 g²; corrected by 1 - 0.9² and 1 - 0.999²
  const second = 1 - (0.1 * (0.1 / 0.19)) / Math.sqrt(0.001 / (1 - 0.999 ** 2));
  expect(vectors[0]).toBeCloseTo(second, 3);

  const dense = await trainSmall(picker("adam"), {
    steps: 2,
    learningRate: 0.1,
    settings,
    batch: (step) => ({ inputs: { ids: ints([step === 0 ? 2 : 0, step === 0 ? 2 : 0]) } }),
  });
  const moved = rounded(dense.weights.get("words/vectors"));
  expect(moved.slice(2, 4)).toEqual([1, 1]);
  expect(moved[4]).toBeLessThan(0.9);
});

const normed: Net = {
  outputs: (build) => ({ y: batchNorm(build, "norm", input("x", ["batch", 2])) }),
  loss: ({ y }) => meanSquaredError(y!, input("t", ["batch", 2])),
};

test("batchNorm: trains by the batch's statistics, keeps running ones, serves by those", async () => {
  const x = [1, 10, 3, 30, 5, 20];
  const inputs = { x: floats(x, [3, 2]), t: floats(Array(6).fill(0), [3, 2]) };
  const { losses, weights, serving } = await trainSmall(normed, {
    steps: 1,
    learningRate: 0,
    batch: () => ({ inputs }),
  });
  // columns 1 3 5 and 10 30 20: means 3 and 20, variances 8/3 and 200/3
  const column = (index: number) => x.filter((_, place) => place % 2 === index);
  const variances = [8 / 3, 200 / 3];
  const squares = [0, 1].flatMap((i) => column(i).map((value) => (value - [3, 20][i]!) ** 2 / (variances[i]! + 1e-3)));
  expect(losses[0]).toBeCloseTo(squares.reduce((total, square) => total + square, 0) / 6, 5);
  const [mean, variance] = [weights.get("norm/mean")!, weights.get("norm/variance")!];
  for (const i of [0, 1]) {
    expect(mean[i]).toBeCloseTo([0.03, 0.2][i]!, 5);
    expect(variance[i]).toBeCloseTo(0.99 + 0.01 * variances[i]!, 5);
  }
  const { y } = await serveSmall(serving, { x: floats([1, 10], [1, 2]) });
  const expected = [1, 10].map((value, i) => (value - mean[i]!) / Math.sqrt(variance[i]! + 1e-3));
  for (const [i, value] of listOf(y!).entries()) expect(value).toBeCloseTo(expected[i]!, 4);
});

const dropping: Net = {
  outputs(build) {
    const kept = dropout(build, input("x", ["batch", 50]), 0.25);
    return { y: multiply(kept, build.parameter("scale", [], all(1))) };
  },
  loss: ({ y }) => sum(y!),
};

test("dropout: keeps the share it says, scales what stays, draws anew at each step, and rests when serving", async () => {
  const inputs = { x: floats(Array(1000).fill(1), [20, 50]) };
  const { losses, serving } = await trainSmall(dropping, { steps: 4, learningRate: 0, batch: () => ({ inputs }) });
  for (const loss of losses) {
    // the loss is 4/3 per element kept; the standard deviation of how many are kept is 13.7
    const kept = loss * 0.75;
    expect(kept).toBeCloseTo(Math.round(kept), 2);
    expect(Math.abs(kept - 750)).toBeLessThan(60);
  }
  expect(new Set(losses).size).toBe(4);
  const again = await trainSmall(dropping, { steps: 4, learningRate: 0, batch: () => ({ inputs }) });
  expect(again.losses).toEqual(losses);
  const { y } = await serveSmall(serving, inputs);
  expect(listOf(y!)).toEqual(Array(1000).fill(1));
});

test("training: gradients are clipped together before Adam sees them", async () => {
  // the loss is 3 a + 4 b, so the gradient is as long as 5; after one step Adam's first sum is what it sees
  const net: Net = {
    outputs: (build) => ({ a: build.parameter("weights/a", [], all(0)), b: build.parameter("weights/b", [], all(0)) }),
    loss: ({ a, b }) => add(multiply(a!, multiply(3, input("x", []))), multiply(b!, 4)),
  };
  const batch = () => ({ inputs: { x: floats([1], []) } });
  const settings = { adam: adamDefaults, clipNorm: 1 };
  const { state } = await trainSmall(net, { steps: 1, learningRate: 1, settings, batch });
  const [a, b] = listOf(state.vectors["parameters first"]!);
  expect([a, b].map((value) => Number(value!.toFixed(5)))).toEqual([0.6, 0.8]);
});

test("training: a length of zero to clip to is refused", () => {
  expect(() => compileTraining(xor, { adam: adamDefaults, clipNorm: 0 })).toThrow("can't be clipped to a length of 0");
});

test("training: a penalty on weights bears on matrices alone", async () => {
  const net: Net = {
    outputs: (build) => ({ y: dense(build, "dense", input("x", ["batch", 1]), { units: 1, bias: all(3) }) }),
    loss: ({ y }, build) => add(multiply(sum(y!), 0), l2Penalty(build.matrices, 0.5)),
  };
  const batch = () => ({ inputs: { x: floats([1], [1, 1]) } });
  const { losses, weights } = await trainSmall(net, { steps: 1, learningRate: 0, batch });
  expect(losses[0]).toBeCloseTo(0.5 * weights.get("dense/weights")![0]! ** 2, 6);
});

test("training: what a net has learned is what another training of it starts with, running statistics too", async () => {
  const net: Net = {
    outputs(build) {
      const x = input("x", ["batch", 2]);
      return { answer: batchNorm(build, "norm", dense(build, "dense", x, { units: 1 })) };
    },
    loss: ({ answer }) => meanSquaredError(answer!, input("y", ["batch", 1])),
  };
  const step = await openTrainingStep(net);
  const state = newState(step.plan, 1);
  await step.run(state, { inputs: xorInputs }, 0.05);
  const learned = weightsOf(step.plan, state);
  expect(learned.get("norm/variance")).not.toEqual(Float32Array.of(1));
  expect(weightsOf(step.plan, newState(step.plan, 2, learned))).toEqual(learned);
  await step.close();
});

test("training: a loss that is no number is refused and leaves the state as it was", async () => {
  const step = await openTrainingStep(xor);
  const state = newState(step.plan, 1);
  await step.run(state, { inputs: xorInputs }, 0.05);
  const before = listOf(state.vectors.parameters!);
  const spoilt = { ...xorInputs, y: floats([0, 1, Number.NaN, 0], [4, 1]) };
  await expect(step.run(state, { inputs: spoilt }, 0.05)).rejects.toThrow(
    expect.objectContaining({ code: "TRAINING_IMPOSSIBLE", message: expect.stringContaining("became NaN at step 2") }),
  );
  expect(listOf(state.vectors.parameters!)).toEqual(before);
  expect(state.step).toBe(1);
  await expect(step.run(state, { inputs: xorInputs }, 0.05)).resolves.toBeGreaterThan(0);
  await step.close();
});

test("training: a batch that doesn't fit says what the net takes", async () => {
  const step = await openTrainingStep(siamese);
  const state = newState(step.plan, 1);
  const inputs = pairs(2, 1);
  const rows = { "words/vectors": Int32Array.of(0, 1) };
  const run = (batch: Parameters<typeof step.run>[1]) => step.run(state, batch, 0.1);
  await expect(run({ inputs: {}, rows })).rejects.toThrow('the batch lacks "query" (int32)');
  await expect(run({ inputs })).rejects.toThrow(
    'the batch doesn\'t say which rows of table "words/vectors" it touches',
  );
  await expect(run({ inputs, rows: { "words/vectors": Int32Array.of(12) } })).rejects.toThrow("has no row 12");
  await expect(run({ inputs: { ...inputs, query: floats([1], [1]) }, rows })).rejects.toThrow(
    '"query" of the batch is float32, the net takes int32',
  );
  const short = { ...inputs, grade: floats([1], [1, 1]) };
  await expect(run({ inputs: short, rows })).rejects.toThrow(
    '"grade" has the shape [1, 1]; the net takes [batch, 1], with batch = 2',
  );
  await step.close();
});

test("compileServing: weights of another net are refused", () => {
  expect(() => compileServing(xor, new Map())).toThrow('the weights lack "hidden/weights" [2, 8]; train the net again');
  expect(() => compileServing(xor, new Map([["hidden/weights", new Float32Array(3)]]))).toThrow(
    'the weights hold 3 numbers for "hidden/weights" [2, 8]',
  );
});

test("NetBuilder: one name can't be two things", () => {
  const clash: Net = {
    outputs: (build) => ({
      a: dense(build, "same", input("x", ["batch", 2]), { units: 3 }),
      b: dense(build, "same", input("x", ["batch", 2]), { units: 4 }),
    }),
    loss: ({ a }) => sum(a!),
  };
  expect(() => compileServing(clash, new Map())).toThrow(
    '"same/weights" is a parameter [2, 3], not a parameter [2, 4]',
  );
});

test("initialisers: uniform stays within its limit and is the same for equal seeds", () => {
  const drawn = uniform(0.5)([100], seededRandom(1));
  expect(drawn).toEqual(uniform(0.5)([100], seededRandom(1)));
  expect(Math.max(...drawn)).toBeLessThanOrEqual(0.5);
  expect(Math.min(...drawn)).toBeLessThan(-0.3);
});

test("training: a large parameter is a vector of its own, and learns like a small one", async () => {
  const wide = 2 ** 17;
  // the loss is the sum of x times each weight, so every weight of a column has the gradient x
  const net: Net = {
    outputs: (build) => ({
      large: build.parameter("weights/large", [2, wide], all(1)),
      small: build.parameter("weights/small", [2, 1], all(1)),
    }),
    loss: ({ large, small }) => {
      const x = input("x", [2, 1]);
      return add(sum(multiply(large!, x)), sum(multiply(small!, x)));
    },
  };
  const batch = (step: number) => ({ inputs: { x: floats([1, step - 1], [2, 1]) } });
  const { state, weights } = await trainSmall(net, { steps: 3, learningRate: 0.1, batch });
  expect(Object.keys(state.vectors)).toContain("parameter weights/large");
  const [large, small] = [weights.get("weights/large")!, weights.get("weights/small")!];
  expect([large[0], large[wide - 1]]).toEqual([small[0], small[0]]);
  expect([large[wide], large[2 * wide - 1]]).toEqual([small[1], small[1]]);
  expect(small[0]).toBeCloseTo(0.7, 5);
});
