import { afterEach, expect, test } from "vitest";
import { adamDefaults } from "../../../models/net/adam.ts";
import { compileServing } from "../../../models/net/compile-serving.ts";
import { differentiate } from "../../../models/net/differentiate.ts";
import * as losses from "../../../models/net/losses.ts";
import { input } from "../../../models/net/operations.ts";
import { floats, numbersOf } from "../../../models/net/session.ts";
import { newState, type TrainingState, type Weights, weightsOf } from "../../../models/net/training-state.ts";
import { openTrainingStep, type TrainingStep } from "../../../models/net/training-step.ts";
import type { Value } from "../../../models/net/value.ts";
import { seededRandom } from "../../../models/random.ts";
import { evaluate, listOf } from "../../support/evaluate-values.ts";
import { type ParityCase, parityNets } from "../../support/parity-nets.ts";
import { serveSmall } from "../../support/small-nets.ts";
import { loadWeights, peerAdam, peerGradients, peerWeights, tf } from "../../support/tfjs-peer.ts";

const nets = Object.entries(parityNets);

// tfjs learns every variable that there is
afterEach(() => tf.disposeVariables());

/** A state with no weight at a round number, so that none is right by chance. */
function unevenState({ plan }: TrainingStep): TrainingState {
  const state = newState(plan, 1);
  const random = seededRandom(5);
  const spread = (values: Float32Array, low: number, high: number) => {
    for (const place of values.keys()) values[place] = low + (high - low) * random.uniform();
  };
  spread(numbersOf(state.vectors.parameters!), -0.7, 0.7);
  if (state.vectors.statistics) spread(numbersOf(state.vectors.statistics), 0.5, 1.5);
  for (const { values } of state.tables.values()) spread(values, -0.7, 0.7);
  return state;
}

/** The same net on both sides with the same weights. `beta1` is Adam's. */
async function twins({ net, peer: makePeer }: ParityCase, { beta1 } = adamDefaults) {
  const step = await openTrainingStep(net, { adam: { ...adamDefaults, beta1 } });
  const state = unevenState(step);
  const peer = makePeer();
  loadWeights(peer, weightsOf(step.plan, state));
  return { step, state, peer };
}

/** Adam's first moments after one step, which are the gradients when nothing is remembered. */
function firstMoments({ plan }: TrainingStep, state: TrainingState): Weights {
  const all = numbersOf(state.vectors["parameters first"]!);
  return new Map([
    ...plan.parameters.map(
      ({ attributes, offset, size }) => [attributes.name, all.slice(offset, offset + size)] as const,
    ),
    ...[...state.tables].map(([name, { first }]) => [name, first] as const),
  ]);
}

function expectClose(found: Weights, expected: Weights, tolerance: number): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, values] of expected) expectAllClose(found.get(name)!, values, tolerance, name);
}

function expectAllClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, name: string): void {
  expect(found.length, name).toBe(expected.length);
  const apart = Array.from(expected, (value, place) => Math.abs(value - found[place]!));
  expect(Math.max(...apart), name).toBeLessThanOrEqual(tolerance);
}

test.for(nets)("parity with tfjs: %s serves the same numbers", async ([, one]) => {
  const { step, state, peer } = await twins(one);
  await step.close();
  const { y } = await serveSmall(compileServing(one.net, weightsOf(step.plan, state)), one.serving);
  expectAllClose(
    listOf(y!),
    tf.tidy(() => peer.forward(false).dataSync()),
    1e-5,
    "y",
  );
});

test.for(nets)("parity with tfjs: %s has the same loss and gradients", async ([, one]) => {
  const { step, state, peer } = await twins(one, { ...adamDefaults, beta1: 0 });
  const loss = await step.run(state, one.batch, 0);
  await step.close();
  const expected = peerGradients(peer);
  expect(Math.abs(loss - expected.loss)).toBeLessThanOrEqual(1e-5);
  expectClose(firstMoments(step, state), expected.gradients, 1e-5);
});

// both add epsilon to the root of the corrected second moment, as the paper does; tfjs keeps 1 - 0.999 to five places only
test.for(nets)(
  "parity with tfjs: %s has the same weights and statistics after three steps of Adam",
  async ([, one]) => {
    const { step, state, peer } = await twins(one);
    for (let done = 0; done < 3; done++) await step.run(state, one.batch, 0.05);
    await step.close();
    const before = peerWeights(peer);
    peerAdam(peer, { steps: 3, learningRate: 0.05 });
    const after = peerWeights(peer);
    for (const [name, values] of after) expect(values, name).not.toEqual(before.get(name));
    expectClose(weightsOf(step.plan, state), after, 1e-5);
  },
);

const logits = Float32Array.of(0.3, -2, 4, 1.5, 0, -0.7);
const truths = { shares: Float32Array.of(0, 0.2, 0.8, 1, 0, 0), answers: Float32Array.of(1, 0, 0, 1, 0.5, 1) };
const perNumber = Float32Array.of(1, 2, 0.5, 3, 1, 0.1);
const perRow = Float32Array.of(2, 0.25);

interface LossCase {
  readonly truth: Float32Array;
  readonly weights: Float32Array;
  readonly ours: (y: Value, truth: Value, weights?: Value) => Value;
  readonly theirs: (truth: tf.Tensor, y: tf.Tensor, weights?: tf.Tensor) => tf.Tensor;
}

const lossCases: Readonly<Record<string, LossCase>> = {
  meanSquaredError: {
    truth: truths.answers,
    weights: perNumber,
    ours: losses.meanSquaredError,
    theirs: (truth, y, weights) => tf.losses.meanSquaredError(truth, y, weights),
  },
  binaryCrossEntropy: {
    truth: truths.answers,
    weights: perNumber,
    ours: losses.binaryCrossEntropy,
    theirs: (truth, y, weights) => tf.losses.sigmoidCrossEntropy(truth, y, weights),
  },
  softmaxCrossEntropy: {
    truth: truths.shares,
    weights: perRow,
    ours: losses.softmaxCrossEntropy,
    theirs: (truth, y, weights) => tf.losses.softmaxCrossEntropy(truth, y, weights),
  },
};

const eachLoss = Object.entries(lossCases).flatMap(([name, one]) =>
  [false, true].map((isWeighted) => [`${isWeighted ? "weighted " : ""}${name}`, one, isWeighted] as const),
);

test.for(eachLoss)(
  "parity with tfjs: %s and its gradient",
  async ([, { truth, weights, ours, theirs }, isWeighted]) => {
    const shape = weights.length === 2 ? [2, 1] : [2, 3];
    const [y, t, w] = [input("y", [2, 3]), input("t", [2, 3]), input("w", shape)];
    const loss = isWeighted ? ours(y, t, w) : ours(y, t);
    const [slope] = differentiate(loss, [y]);
    const found = await evaluate(
      { loss, slope: slope! },
      { y: floats(logits, [2, 3]), t: floats(truth, [2, 3]), w: floats(weights, shape) },
    );
    const lossOf = (guess: tf.Tensor) =>
      theirs(
        tf.tensor(truth, [2, 3]),
        guess,
        isWeighted ? tf.tensor(weights, weights.length === 2 ? [2] : shape) : undefined,
      );
    const expected = tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad(lossOf)(tf.tensor(logits, [2, 3]));
      return { loss: value.dataSync(), slope: grad.dataSync() };
    });
    expectAllClose(listOf(found.loss!), expected.loss, 1e-6, "loss");
    expectAllClose(listOf(found.slope!), expected.slope, 1e-6, "slope");
  },
);
