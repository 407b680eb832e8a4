import { expect, test } from "vitest";
import { distances } from "../../../models/net/distances.ts";
import { batchNorm } from "../../../models/net/layers/batch-norm.ts";
import { conv1d } from "../../../models/net/layers/convolution.ts";
import { dense } from "../../../models/net/layers/dense.ts";
import { lstm } from "../../../models/net/layers/lstm.ts";
import { globalMaxPool, maxPool } from "../../../models/net/layers/pooling.ts";
import { type Sequences, tokenInputs } from "../../../models/net/layers/sequences.ts";
import * as losses from "../../../models/net/losses.ts";
import { NetBuilder } from "../../../models/net/net.ts";
import { concat, input } from "../../../models/net/operations.ts";
import { packSequences } from "../../../models/net/pack-sequences.ts";
import { floats, type Tensors } from "../../../models/net/session.ts";
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

const checks: Readonly<Record<string, Checked>> = {
  meanSquaredError: { shapes: [rows, rows], of: losses.meanSquaredError },
  binaryCrossEntropy: { shapes: [rows, rows], of: losses.binaryCrossEntropy },
  softmaxCrossEntropy: { shapes: [rows, rows], of: losses.softmaxCrossEntropy },
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
  "conv1d, odd taps": {
    shapes: [["batch", 4, 2], [3, 2, 3], [3]],
    of: (x, ...kept) => conv1d(new FedBuilder(kept), "conv", x, { filters: 3, taps: 3 }),
  },
  "conv1d, even taps longer than the text": {
    shapes: [["batch", 3, 2], [4, 2, 2], [2]],
    of: (x, ...kept) => conv1d(new FedBuilder(kept), "conv", x, { filters: 2, taps: 4, activation: "sigmoid" }),
  },
  "maxPool with a rest": { shapes: [["batch", 5, 2]], of: (x) => maxPool(x, 2) },
  globalMaxPool: { shapes: [["batch", 5, 2]], of: globalMaxPool },
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
});

test("losses: a truth of another shape is refused, not stretched", () => {
  expect(() => losses.meanSquaredError(pair.a, input("t", ["batch"]))).toThrow(
    "meanSquaredError: the prediction is [batch, 1], the truth [batch]; give both one shape",
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
