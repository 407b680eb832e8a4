import { expect, test } from "vitest";
import { differentiate } from "../../../models/net/differentiate.ts";
import { distances } from "../../../models/net/distances.ts";
import { batchNorm } from "../../../models/net/layers/batch-norm.ts";
import { conv1d, conv2d } from "../../../models/net/layers/convolution.ts";
import { dense } from "../../../models/net/layers/dense.ts";
import { lstm } from "../../../models/net/layers/lstm.ts";
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from "../../../models/net/layers/pooling.ts";
import { type Sequences, tokenInputs } from "../../../models/net/layers/sequences.ts";
import * as losses from "../../../models/net/losses.ts";
import { NetBuilder } from "../../../models/net/net.ts";
import { concat, constant, input, multiply, sum } from "../../../models/net/operations.ts";
import { packSequences } from "../../../models/net/pack-sequences.ts";
import { floats, ints, type Tensors } from "../../../models/net/session.ts";
import type { Value } from "../../../models/net/value.ts";
import { evaluateOne } from "../../support/evaluate-values.ts";
import { FedBuilder } from "../../support/fed-builder.ts";
import { type Checked, expectTrueGradients } from "../../support/gradient-check.ts";

const rows = ["batch", 4] as const;

// 3 + 3 texts of 1 to 4 tokens in 5 steps, so that one step is empty
const texts = { query: [[5, 6], [7], [5, 6, 5]], product: [[1, 2, 3, 4], [2], [3, 3]] };
const packed = packSequences(texts, 5, "words").inputs;

/** Both texts' last states, of sequences whose vectors are the first input. */
function states(vectors: Value, parameters: readonly Value[], isBidirectional: boolean): Value {
  const tokens = tokenInputs(new NetBuilder("training"), ["query", "product"], 5);
  const sequences = { ...tokens, values: vectors } as Sequences;
  const { query, product } = lstm(new FedBuilder(parameters), "lstm", sequences, { units: 2, isBidirectional });
  return concat([query!, product!]);
}

const lstmShapes = [[3, 8], [2, 8], [8]] as const;

const classes = input("classes", ["batch", 2], "int32");
const ofClasses = { classes: ints([0, 1, 1, 0, 2, 1], [3, 2]) };

const checks: Readonly<Record<string, Checked>> = {
  meanSquaredError: { shapes: [rows, rows], of: losses.meanSquaredError },
  binaryCrossEntropy: { shapes: [rows, rows], of: losses.binaryCrossEntropy },
  softmaxCrossEntropy: { shapes: [rows, rows], of: losses.softmaxCrossEntropy },
  sparseSoftmaxCrossEntropy: {
    shapes: [rows],
    of: (z) => losses.sparseSoftmaxCrossEntropy(z, classes),
    feeds: ofClasses,
  },
  "weighted binaryCrossEntropy": { shapes: [rows, rows, rows], of: losses.binaryCrossEntropy },
  inBatchSoftmax: { shapes: [rows, rows], of: (q, p) => losses.inBatchSoftmax(q, p, 3) },
  tripletLoss: { shapes: [rows, rows, rows], of: (a, p, n) => losses.tripletLoss(a, p, n, 0.5) },
  contrastiveLoss: { shapes: [rows, rows], of: (d, t) => losses.contrastiveLoss(d, t, 0.5) },
  l2Penalty: { shapes: [[2, 3], [4]], of: (a, b) => losses.l2Penalty([a, b], 0.1) },
  sumOfSquares: { shapes: [rows], of: losses.sumOfSquares },
  "absolute distance": { shapes: [rows, rows], of: distances.absolute },
  "euclidean distance": { shapes: [rows, rows], of: distances.euclidean },
  "cosine similarity": { shapes: [rows, rows], of: distances.cosine },
  "product of vectors": { shapes: [rows, rows], of: distances.product },
  dense: {
    shapes: [["batch", 2, 3], [3, 4], [4]],
    of: (x, ...kept) => dense(new FedBuilder(kept), "dense", x, { units: 4, activation: "tanh" }),
  },
  batchNorm: {
    shapes: [["batch", 2, 4], [4], [4]],
    of: (x, ...kept) => batchNorm(new FedBuilder(kept), "norm", x),
  },
  "batchNorm of a matrix": {
    shapes: [["batch", 4], [4], [4]],
    of: (x, ...kept) => batchNorm(new FedBuilder(kept), "norm", x, { activation: "tanh" }),
  },
  "conv1d, odd taps": {
    shapes: [["batch", 4, 2], [3, 2, 3], [3]],
    of: (x, ...kept) => conv1d(new FedBuilder(kept), "conv", x, { filters: 3, taps: 3 }),
  },
  "conv1d, even taps longer than the text": {
    shapes: [["batch", 3, 2], [4, 2, 2], [2]],
    of: (x, ...kept) => conv1d(new FedBuilder(kept), "conv", x, { filters: 2, taps: 4, activation: "sigmoid" }),
  },
  "conv1d, valid": {
    shapes: [["batch", 5, 2], [3, 2, 3], [3]],
    of: (x, ...kept) => conv1d(new FedBuilder(kept), "conv", x, { filters: 3, taps: 3, padding: "valid" }),
  },
  "conv1d, pool and conv1d": {
    shapes: [["batch", 6, 2], [3, 2, 3], [3], [2, 3, 2], [2]],
    of: (x, w, b, v, c) => {
      const first = conv1d(new FedBuilder([w, b]), "first", x, { filters: 3, taps: 3 });
      const pooled = maxPool(first, 2, { activation: "tanh" });
      return conv1d(new FedBuilder([v, c]), "second", pooled, { filters: 2, taps: 2, padding: "valid" });
    },
  },
  "conv2d, valid": {
    shapes: [["batch", 3, 4, 2], [2, 2, 2, 3], [3]],
    of: (x, ...kept) => conv2d(new FedBuilder(kept), "conv", x, { filters: 3, taps: 2, padding: "valid" }),
  },
  "conv2d, even taps": {
    shapes: [["batch", 3, 4, 2], [2, 2, 2, 3], [3]],
    of: (x, ...kept) => conv2d(new FedBuilder(kept), "conv", x, { filters: 3, taps: 2 }),
  },
  "maxPool of pictures": { shapes: [["batch", 5, 4, 2]], of: (x) => maxPool(x, 2) },
  "globalMaxPool of pictures": { shapes: [["batch", 2, 3, 2]], of: globalMaxPool },
  "maxPool with a rest": { shapes: [["batch", 5, 2]], of: (x) => maxPool(x, 2) },
  globalMaxPool: { shapes: [["batch", 5, 2]], of: globalMaxPool },
  globalAveragePool: { shapes: [["batch", 5, 2]], of: globalAveragePool },
  averagePool: { shapes: [["batch", 5, 2]], of: (x) => averagePool(x, 2, { activation: "tanh" }) },
  "averagePool of pictures": { shapes: [["batch", 4, 5, 2]], of: (x) => averagePool(x, 2) },
  "lstm over packed texts": {
    shapes: [["tokens", 3], ...lstmShapes],
    of: (x, ...kept) => states(x, kept, false),
    feeds: packed,
  },
  "bidirectional lstm over packed texts": {
    shapes: [["tokens", 3], ...lstmShapes, ...lstmShapes],
    of: (x, ...kept) => states(x, kept, true),
    feeds: packed,
  },
};

test.for(Object.entries(checks))("gradient of %s: is the slope", async ([, check]) => {
  await expectTrueGradients(check);
});

test("conv1d: each filter sees its neighbours, zeros beyond the ends", async () => {
  // filter 1 sees x[-1], x[0], x[+1] as 1 10 100
  const taps = [input("w", [3, 1, 1]), input("b", [1])];
  const y = conv1d(new FedBuilder(taps), "conv", input("x", [1, 4, 1]), { filters: 1, taps: 3 });
  const at = { x: floats([1, 2, 3, 4], [1, 4, 1]), w: floats([1, 10, 100], [3, 1, 1]), b: floats([0.5], [1]) };
  expect(await evaluateOne(y, at)).toEqual([210.5, 321.5, 432.5, 43.5]);
});

test("conv1d: valid stays within the text", async () => {
  const taps = [input("w", [3, 1, 1]), input("b", [1])];
  const options = { filters: 1, taps: 3, padding: "valid" } as const;
  const y = conv1d(new FedBuilder(taps), "conv", input("x", [1, 4, 1]), options);
  const at = { x: floats([1, 2, 3, 4], [1, 4, 1]), w: floats([1, 10, 100], [3, 1, 1]), b: floats([0.5], [1]) };
  expect(await evaluateOne(y, at)).toEqual([321.5, 432.5]);
  expect(() => conv1d(new FedBuilder(taps), "conv", input("x", [1, 2, 1]), options)).toThrow(
    "convolve: [2, 1] is shorter than its [3, 1] taps",
  );
});

test("conv2d: each filter sees its neighbours on both axes", async () => {
  // with two taps a filter sees itself, right, below and below right
  const taps = [input("w", [2, 2, 1, 1]), input("b", [1])];
  const y = conv2d(new FedBuilder(taps), "conv", input("x", [1, 2, 2, 1]), { filters: 1, taps: 2 });
  const at = {
    x: floats([1, 2, 3, 4], [1, 2, 2, 1]),
    w: floats([1, 10, 100, 1000], [2, 2, 1, 1]),
    b: floats([0], [1]),
  };
  expect(await evaluateOne(y, at)).toEqual([4321, 402, 43, 4]);
});

test("pooling: keeps the greatest or the mean, and refuses what is too short", async () => {
  const x = input("x", [1, 5, 1]);
  const at = { x: floats([3, 1, -2, -1, 9], [1, 5, 1]) };
  expect(await evaluateOne(maxPool(x, 2), at)).toEqual([3, -1]);
  expect(await evaluateOne(globalMaxPool(x), at)).toEqual([9]);
  expect(await evaluateOne(averagePool(x, 2), at)).toEqual([2, -1.5]);
  expect(await evaluateOne(globalAveragePool(x), at)).toEqual([2]);
  expect(() => maxPool(x, 6)).toThrow("a length of 5 has no 6 neighbours");
  expect(() => conv2d(new FedBuilder([]), "conv", x, { filters: 1, taps: 2 })).toThrow("conv: takes 4 axes, not 3");
});

test("maxPool: of equal ones the first gets the gradient, what is dropped none", async () => {
  const x = input("x", [1, 7, 1]);
  const weighted = multiply(maxPool(x, 3), constant([1, 10], [1, 2, 1]));
  const [gradient] = differentiate(sum(weighted), [x]);
  expect(await evaluateOne(gradient!, { x: floats([2, 2, 1, 0, 5, 5, 9], [1, 7, 1]) })).toEqual([1, 0, 0, 0, 10, 0, 0]);
});

const column = (values: readonly number[]) => floats(values, [values.length, 1]);
const pair = { a: input("a", ["batch", 1]), b: input("b", ["batch", 1]) };
const feeds: Tensors = { a: column([0.5, -2]), b: column([1, 0]) };

test("losses: are their formulas", async () => {
  expect((await evaluateOne(losses.meanSquaredError(pair.a, pair.b), feeds))[0]).toBeCloseTo((0.25 + 4) / 2, 6);
  const right = 1 / (1 + Math.exp(-0.5));
  const wrong = 1 / (1 + Math.exp(2));
  const expected = -(Math.log(right) + Math.log(1 - wrong)) / 2;
  expect((await evaluateOne(losses.binaryCrossEntropy(pair.a, pair.b), feeds))[0]).toBeCloseTo(expected, 6);
  const logits = { x: floats([1, 2, 3], [1, 3]), t: floats([0, 0, 1], [1, 3]) };
  const share = Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3));
  const entropy = losses.softmaxCrossEntropy(input("x", [1, 3]), input("t", [1, 3]));
  expect((await evaluateOne(entropy, logits))[0]).toBeCloseTo(-Math.log(share), 5);
  const ofThird = losses.sparseSoftmaxCrossEntropy(input("x", [1, 3]), input("c", [1, 2], "int32"));
  const given = await evaluateOne(ofThird, { x: logits.x, c: ints([0, 2], [1, 2]) });
  expect(given[0]).toBeCloseTo(-Math.log(share), 5);
});

test("losses: weights say how much each counts", async () => {
  const weights = input("w", ["batch", 1]);
  const weighted = losses.meanSquaredError(pair.a, pair.b, weights);
  expect(await evaluateOne(weighted, { ...feeds, w: column([2, 0.5]) })).toEqual([(2 * 0.25 + 0.5 * 4) / 2]);
});

test("losses: of pairs and triplets are their formulas", async () => {
  const [q, p, n] = ["q", "p", "n"].map((name) => input(name, [2, 2])) as [Value, Value, Value];
  const at = { q: floats([1, 0, 0, 2], [2, 2]), p: floats([1, 0, 0, 1], [2, 2]), n: floats([4, 4, 0, 2.5], [2, 2]) };
  // scores: 1 0 / 0 2
  expect((await evaluateOne(losses.inBatchSoftmax(q, p), at))[0]).toBeCloseTo(entropyOf(1, 2), 5);
  // scores of hundreds don't overflow
  expect((await evaluateOne(losses.inBatchSoftmax(q, p, 400), at))[0]).toBeCloseTo(entropyOf(400, 800), 5);
  // distances: right 0 and 1, wrong 5 and 0.5
  expect((await evaluateOne(losses.tripletLoss(q, p, n, 1), at))[0]).toBeCloseTo((0 + 1.5) / 2, 3);
  const apart = losses.contrastiveLoss(pair.a, pair.b, 1);
  // 0.5 of a match counts 0.25; -2 of no match is 3 short of the margin
  expect((await evaluateOne(apart, feeds))[0]).toBeCloseTo((0.25 + 9) / 2, 5);
});

/** The mean loss of two rows whose own score is the first and the second number, the other one's 0. */
function entropyOf(a: number, b: number): number {
  return (Math.log1p(Math.exp(-a)) + Math.log1p(Math.exp(-b))) / 2;
}

test("losses: a truth of another shape is refused, not stretched", () => {
  expect(() => losses.meanSquaredError(pair.a, input("t", ["batch"]))).toThrow(
    "meanSquaredError: the prediction is [batch, 1], the other [batch]; give both one shape",
  );
});

test("distances: are their formulas", async () => {
  const [a, b] = [input("a", [2, 2]), input("b", [2, 2])];
  const at = { a: floats([3, 4, 0, 4], [2, 2]), b: floats([0, 0, 3, 4], [2, 2]) };
  const of = async (name: keyof typeof distances) =>
    (await evaluateOne(distances[name](a, b), at)).map((value) => Number(value.toFixed(4)));
  expect(await of("absolute")).toEqual([3, 4, 3, 0]);
  expect(await of("euclidean")).toEqual([5, 3]);
  expect(await of("cosine")).toEqual([0, 0.8]);
  expect(await of("product")).toEqual([0, 0, 0, 16]);
});
