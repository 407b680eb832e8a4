import { pictureTower } from "../../models/hybrid/picture-tower.ts";
import { absoluteDifference } from "../../models/net/distances.ts";
import { batchNorm } from "../../models/net/layers/batch-norm.ts";
import { conv1d, conv2d } from "../../models/net/layers/convolution.ts";
import { dense } from "../../models/net/layers/dense.ts";
import { embedding } from "../../models/net/layers/embedding.ts";
import { lstm } from "../../models/net/layers/lstm.ts";
import { globalMaxPool, maxPool } from "../../models/net/layers/pooling.ts";
import { eachStep, tokenInputs } from "../../models/net/layers/sequences.ts";
import { binaryCrossEntropy, meanSquaredError, softmaxCrossEntropy } from "../../models/net/losses.ts";
import type { Net, NetBuilder } from "../../models/net/net.ts";
import { input } from "../../models/net/operations.ts";
import { packSequences, padSequences, type TokenTexts } from "../../models/net/pack-sequences.ts";
import { floats, type Tensors } from "../../models/net/session.ts";
import type { Batch } from "../../models/net/training-step.ts";
import type { Value } from "../../models/net/value.ts";
import { seededRandom } from "../../models/random.ts";
import { layers, make, type Peer, sequentialPeer, tf } from "./tfjs-peer.ts";

/** A net of ours, what it learns from and is asked, and the same in tfjs. */
export interface ParityCase {
  /** Its output is `y`. */
  readonly net: Net;
  readonly batch: Batch;
  readonly serving: Tensors;
  peer(): Peer;
}

const random = seededRandom(11);

/** Numbers from -1 to 1. */
function drawn(shape: readonly number[]): Float32Array {
  const size = shape.reduce((all, length) => all * length, 1);
  return Float32Array.from({ length: size }, () => 2 * random.uniform() - 1);
}

interface Plain {
  /** Of the input, but for its rows. */
  readonly shape: readonly number[];
  readonly net: (build: NetBuilder, x: Value) => Value;
  readonly peer: (inputShape: number[]) => readonly layers.layers.Layer[];
  readonly truth: Float32Array;
  readonly loss: (y: Value, truth: Value) => Value;
  readonly peerLoss: (y: tf.Tensor, truth: tf.Tensor) => tf.Tensor;
}

const rows = 6;

/** A net of one input `x`. */
function plain({ shape, net, peer, truth, loss, peerLoss }: Plain): ParityCase {
  const width = truth.length / rows;
  const x = drawn([rows, ...shape]);
  const inputs = { x: floats(x, [rows, ...shape]), truth: floats(truth, [rows, width]) };
  return {
    net: {
      outputs: (build) => ({ y: net(build, input("x", ["batch", ...shape])) }),
      loss: ({ y }) => loss(y!, input("truth", ["batch", width])),
    },
    batch: { inputs },
    serving: { x: inputs.x },
    peer() {
      const answer = tf.tensor(truth, [rows, width]);
      return sequentialPeer(peer([...shape]), tf.tensor(x, [rows, ...shape]), (y) => peerLoss(y, answer) as tf.Scalar);
    },
  };
}

const ofClass = {
  truth: Float32Array.from({ length: 3 * rows }, (_, place) => Number(place % 3 === Math.floor(place / 3) % 3)),
  loss: softmaxCrossEntropy,
  peerLoss: (y: tf.Tensor, truth: tf.Tensor) => tf.losses.softmaxCrossEntropy(truth, y),
};
const yesOrNo = {
  truth: Float32Array.of(1, 0, 0, 1, 1, 0),
  loss: binaryCrossEntropy,
  peerLoss: (y: tf.Tensor, truth: tf.Tensor) => tf.losses.sigmoidCrossEntropy(truth, y),
};
const graded = {
  truth: Float32Array.of(1, 3, 2.33, 2, 1.67, 3),
  loss: meanSquaredError,
  peerLoss: (y: tf.Tensor, truth: tf.Tensor) => tf.losses.meanSquaredError(truth, y),
};

// all 8 words are in the batch, so sparse Adam moves what dense Adam moves; 0 is the padding of tfjs
const texts: TokenTexts = {
  query: [[5, 6], [7], [5, 6, 5], [1, 1, 1, 1], [8], [2, 3]],
  product: [[1, 2, 3, 4], [2], [3, 3], [4, 8, 8], [6, 5], [1]],
};
const longest = 5;

/** A siamese net that reads words: its tfjs twin masks the padding that ours doesn't have. */
function words(isBidirectional: boolean): ParityCase {
  const { inputs, rows: touched = {} } = packSequences(texts, longest, "words/vectors");
  const grade = floats(graded.truth, [rows, 1]);
  return {
    net: {
      outputs(build) {
        const tokens = tokenInputs(build, ["query", "product"], longest);
        const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: 9, width: 3 }));
        const { query, product } = lstm(build, "lstm", vectors, { units: 4, isBidirectional });
        return { y: dense(build, "answer", absoluteDifference(query!, product!), { units: 1 }) };
      },
      loss: ({ y }) => meanSquaredError(y!, input("truth", ["batch", 1])),
    },
    batch: { inputs: { ...inputs, truth: grade }, rows: touched },
    serving: padSequences(texts),
    peer: () => wordPeer(isBidirectional),
  };
}

function wordPeer(isBidirectional: boolean): Peer {
  // the usual initialiser needs methods on tensors, which only the union package adds; the weights are ours anyway
  const reader = { units: 4, recurrentActivation: "sigmoid", recurrentInitializer: "zeros" } as const;
  const encoder = layers.sequential({
    layers: [
      make.embedding({ name: "words", inputDim: 9, outputDim: 3, maskZero: true, inputLength: longest }),
      isBidirectional
        ? make.bidirectional({ name: "lstm", layer: make.lstm(reader), mergeMode: "concat" })
        : make.lstm({ name: "lstm", ...reader }),
    ],
  });
  const answer = layers.sequential({
    layers: [make.dense({ name: "answer", units: 1, inputShape: [reader.units * (isBidirectional ? 2 : 1)] })],
  });
  const [query, product] = [texts.query!, texts.product!].map((list) =>
    tf.tensor2d(
      list.map((text) => Array.from({ length: longest }, (_, step) => text[step] ?? 0)),
      undefined,
      "int32",
    ),
  );
  const truth = tf.tensor(graded.truth, [rows, 1]);
  return {
    models: [encoder, answer],
    forward(training) {
      const [a, b] = [query!, product!].map((ids) => encoder.apply(ids, { training }) as tf.Tensor);
      return answer.apply(tf.abs(tf.sub(a!, b!)), { training }) as tf.Tensor;
    },
    loss: (y) => graded.peerLoss(y, truth) as tf.Scalar,
  };
}

/** Pictures of 8 × 12 pixels through a ConvNet; tfjs has no layer that folds squares, so its twin is given them folded. */
function pictures(): ParityCase {
  const config = { filters: [3, 4], dimensions: 5, dropout: 0 };
  const x = drawn([rows, 8, 12, 3]).map((value) => 127.5 * (1 + value));
  const inputs = { x: floats(x, [rows, 8, 12, 3]), truth: floats(ofClass.truth, [rows, 3]) };
  return {
    net: {
      outputs(build) {
        const seen = pictureTower(build, input("x", ["batch", 8, 12, 3]), config);
        return { y: dense(build, "answer", seen, { units: 3 }) };
      },
      loss: ({ y }) => softmaxCrossEntropy(y!, input("truth", ["batch", 3])),
    },
    batch: { inputs },
    serving: { x: inputs.x },
    peer() {
      const squares = tf.transpose(tf.reshape(tf.tensor(x), [rows, 4, 2, 6, 2, 3]), [0, 1, 3, 2, 4, 5]);
      const folded = tf.sub(tf.mul(tf.reshape(squares, [rows, 4, 6, 12]), 2 / 255), 1);
      const filtering = { kernelSize: 3, padding: "same", useBias: false } as const;
      const block = (place: number, filters: number) => [
        make.conv2d({
          ...filtering,
          name: `picture/conv-${place}`,
          filters,
          ...(place === 0 && { inputShape: [4, 6, 12] }),
        }),
        make.batchNormalization({ name: `picture/norm-${place}`, momentum: 0.9 }),
        make.activation({ activation: "relu" }),
        make.maxPooling2d({ poolSize: 2 }),
      ];
      const list = [
        ...config.filters.flatMap((filters, place) => block(place, filters)),
        make.flatten(),
        make.dense({ name: "picture/vector", units: 5, activation: "relu" }),
        make.dense({ name: "answer", units: 3 }),
      ];
      const answer = tf.tensor(ofClass.truth, [rows, 3]);
      return sequentialPeer(list, folded, (y) => ofClass.peerLoss(y, answer) as tf.Scalar);
    },
  };
}

/** Small nets of every kind of layer, by name. */
export const parityNets: Readonly<Record<string, ParityCase>> = {
  dense: plain({
    ...ofClass,
    shape: [5],
    net: (build, x) =>
      dense(build, "answer", dense(build, "hidden", x, { units: 7, activation: "tanh" }), { units: 3 }),
    peer: (inputShape) => [
      make.dense({ name: "hidden", units: 7, activation: "tanh", inputShape }),
      make.dense({ name: "answer", units: 3 }),
    ],
  }),
  conv1d: plain({
    ...yesOrNo,
    shape: [9, 3],
    net(build, x) {
      const wide = maxPool(conv1d(build, "wide", x, { filters: 4, taps: 4, activation: "relu" }), 2);
      const narrow = conv1d(build, "narrow", wide, { filters: 3, taps: 3, activation: "sigmoid" });
      return dense(build, "answer", globalMaxPool(narrow), { units: 1 });
    },
    peer: (inputShape) => [
      make.conv1d({ name: "wide", filters: 4, kernelSize: 4, padding: "same", activation: "relu", inputShape }),
      make.maxPooling1d({ poolSize: 2 }),
      make.conv1d({ name: "narrow", filters: 3, kernelSize: 3, padding: "same", activation: "sigmoid" }),
      make.globalMaxPooling1d({}),
      make.dense({ name: "answer", units: 1 }),
    ],
  }),
  conv2d: plain({
    ...ofClass,
    shape: [6, 5, 2],
    net(build, x) {
      const wide = maxPool(conv2d(build, "wide", x, { filters: 3, taps: 3, activation: "relu" }), 2);
      const narrow = conv2d(build, "narrow", wide, { filters: 4, taps: 2, activation: "tanh" });
      return dense(build, "answer", globalMaxPool(narrow), { units: 3 });
    },
    peer: (inputShape) => [
      make.conv2d({ name: "wide", filters: 3, kernelSize: 3, padding: "same", activation: "relu", inputShape }),
      make.maxPooling2d({ poolSize: 2 }),
      make.conv2d({ name: "narrow", filters: 4, kernelSize: 2, padding: "same", activation: "tanh" }),
      make.globalMaxPooling2d({}),
      make.dense({ name: "answer", units: 3 }),
    ],
  }),
  "batch-norm": plain({
    ...graded,
    shape: [4],
    net(build, x) {
      const hidden = dense(build, "hidden", x, { units: 5, activation: "tanh" });
      return dense(build, "answer", batchNorm(build, "norm", hidden, { momentum: 0.8 }), { units: 1 });
    },
    peer: (inputShape) => [
      make.dense({ name: "hidden", units: 5, activation: "tanh", inputShape }),
      make.batchNormalization({ name: "norm", momentum: 0.8 }),
      make.dense({ name: "answer", units: 1 }),
    ],
  }),
  lstm: words(false),
  "bidirectional lstm": words(true),
  "picture tower": pictures(),
};
