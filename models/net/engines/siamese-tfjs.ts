import { adamDefaults } from "../adam.ts";
import type { TokenTexts } from "../pack-sequences.ts";
import type { Weights } from "../training-state.ts";
import { fromKerasGates, toKerasGates } from "./keras-gates.ts";
import type { Tfjs, TfjsGradients, TfjsLayer, TfjsTensor, TfjsVariable } from "./tfjs.ts";

/** The layers of a siamese net that reads words, by their names: embedding, LSTM and the dense layer over |a − b|. */
export interface SiameseNames {
  readonly words: string;
  readonly lstm: string;
  readonly answer: string;
}

/** Pairs of texts as token ids, and what the net should say of them. */
export interface GradedPairs {
  /** Two texts of each pair. */
  readonly texts: TokenTexts;
  readonly grades: Float32Array;
}

/** A siamese net that reads words, and how it learns. */
export interface SiameseOptions {
  readonly names: SiameseNames;
  /** The weights it starts with, which also say how large it is. */
  readonly start: Weights;
  /** What the dense layer gives is multiplied by `spread`, then `centre` is added. */
  readonly centre: number;
  readonly spread: number;
  /** The length that all gradients together may have. */
  readonly clipNorm?: number | undefined;
}

/** A siamese net in tfjs. */
export interface SiameseTfjs {
  /** Learns from a batch by dense Adam; gives the mean squared error before. */
  learn(batch: GradedPairs, learningRate: number): number;
  /** What it has learned, under our names, as copies. */
  weights(): Weights;
  close(): void;
}

/** A weight of both: how it is laid out there and here. */
interface Kept {
  readonly name: string;
  readonly variable: TfjsVariable;
  readonly toTfjs: (values: Float32Array) => Float32Array;
  readonly fromTfjs: (values: Float32Array) => Float32Array;
}

/** A net of ours in tfjs, of the sizes that its weights have and starting from them: embedding – LSTM (both directions if `start` has them) – |a − b| – dense. */
export function openSiameseTfjs(tf: Tfjs, options: SiameseOptions): SiameseTfjs {
  const { names, start, clipNorm } = options;
  const sizes = sizesOf(names, start);
  const layers = makeLayers(tf, sizes);
  const encoder = tf.sequential({ layers: [layers.words, layers.lstm] });
  const answer = tf.sequential({ layers: [layers.answer] });
  const kept = keptOf(names, layers, sizes);
  for (const { name, variable, toTfjs } of kept) {
    const value = tf.tensor(toTfjs(start.get(name) ?? missing(name)), variable.shape.map(Number), "float32");
    variable.write(value);
    value.dispose();
  }
  const { beta1, beta2, epsilon } = adamDefaults;
  const adam = tf.train.adam(0, beta1, beta2, epsilon);
  return {
    learn(batch, learningRate) {
      adam.learningRate = learningRate;
      return tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => lossOf(tf, encoder, answer, batch, options));
        adam.applyGradients(clipNorm === undefined ? grads : clipTogether(tf, grads, clipNorm));
        return value.dataSync()[0]!;
      });
    },
    weights: () =>
      new Map(
        kept.map(({ name, variable, fromTfjs }) => [name, fromTfjs(Float32Array.from(variable.read().dataSync()))]),
      ),
    close() {
      for (const part of [adam, encoder, answer]) part.dispose();
    },
  };
}

interface Sizes {
  readonly rows: number;
  readonly width: number;
  readonly units: number;
  readonly directions: readonly string[];
}

function sizesOf({ words, lstm }: SiameseNames, start: Weights): Sizes {
  const sizeOf = (name: string) => (start.get(name) ?? missing(name)).length;
  const units = sizeOf(`${lstm}/forward/bias`) / 4;
  const width = sizeOf(`${lstm}/forward/weights`) / (4 * units);
  const directions = start.has(`${lstm}/backward/bias`) ? ["forward", "backward"] : ["forward"];
  return { rows: sizeOf(`${words}/vectors`) / width, width, units, directions };
}

function missing(name: string): never {
  throw new Error(`the weights to start from lack "${name}"`);
}

interface Layers {
  readonly words: TfjsLayer;
  readonly lstm: TfjsLayer;
  readonly answer: TfjsLayer;
}

function makeLayers(tf: Tfjs, { rows, width, units, directions }: Sizes): Layers {
  // what they start from is written over
  const lstm = tf.layers.lstm({ units, recurrentActivation: "sigmoid", recurrentInitializer: "zeros" });
  const states = directions.length * units;
  return {
    // row 0 is padding, which the LSTM skips
    words: tf.layers.embedding({ inputDim: rows + 1, outputDim: width, maskZero: true, inputShape: [null] }),
    lstm: directions.length === 1 ? lstm : tf.layers.bidirectional({ layer: lstm, mergeMode: "concat" }),
    answer: tf.layers.dense({ units: 1, inputShape: [states] }),
  };
}

function keptOf(names: SiameseNames, layers: Layers, { width, units, directions }: Sizes): readonly Kept[] {
  const asIs = (values: Float32Array) => values;
  const plain = ["weights", "bias"].map((part, place) => ({
    name: `${names.answer}/${part}`,
    variable: layers.answer.weights[place]!,
    toTfjs: asIs,
    fromTfjs: asIs,
  }));
  const gated = directions.flatMap((direction) =>
    ["weights", "recurrent", "bias"].map((part) => `${direction}/${part}`),
  );
  return [
    {
      name: `${names.words}/vectors`,
      variable: layers.words.weights[0]!,
      toTfjs: (values) => withPadding(values, width),
      fromTfjs: (values) => values.slice(width),
    },
    ...gated.map((part, place) => ({
      name: `${names.lstm}/${part}`,
      variable: layers.lstm.weights[place]!,
      toTfjs: (values: Float32Array) => toKerasGates(values, units),
      fromTfjs: (values: Float32Array) => fromKerasGates(values, units),
    })),
    ...plain,
  ];
}

function withPadding(vectors: Float32Array, width: number): Float32Array {
  const all = new Float32Array(width + vectors.length);
  all.set(vectors, width);
  return all;
}

function lossOf(
  tf: Tfjs,
  encoder: TfjsLayer,
  answer: TfjsLayer,
  { texts, grades }: GradedPairs,
  { centre, spread }: SiameseOptions,
): TfjsTensor {
  const [a, b] = Object.values(texts).map((list) => encoder.apply(padded(tf, list)) as TfjsTensor);
  const said = answer.apply(tf.abs(tf.sub(a!, b!))) as TfjsTensor;
  const scores = tf.add(tf.mul(said, spread), centre);
  return tf.losses.meanSquaredError(tf.tensor(grades, [grades.length, 1], "float32"), scores);
}

function clipTogether(tf: Tfjs, gradients: TfjsGradients, norm: number): TfjsGradients {
  const length = tf.norm(tf.stack(Object.values(gradients).map((gradient) => tf.norm(gradient))));
  const factor = tf.div(norm, tf.maximum(length, norm));
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]));
}

/** tfjs 4.22 finds no gradient through an LSTM of one step (that of `unstack` into one), so a text has at least one more, of padding. */
const fewestSteps = 2;

/** Texts with zeros behind them; every id is one higher. */
function padded(tf: Tfjs, list: readonly (readonly number[])[]): TfjsTensor {
  const steps = list.reduce((longest, text) => Math.max(longest, text.length), fewestSteps);
  const ids = new Int32Array(list.length * steps);
  for (const [row, text] of list.entries()) {
    for (const [step, token] of text.entries()) ids[row * steps + step] = token + 1;
  }
  return tf.tensor(ids, [list.length, steps], "int32");
}
