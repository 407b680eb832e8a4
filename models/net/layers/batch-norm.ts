import { known, product } from "../dimensions.ts";
import { ones, zeroes } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import {
  add,
  count,
  divide,
  multiply,
  reshape,
  square,
  squareRoot,
  subtract,
  sum,
  withBackward,
} from "../operations.ts";
import type { Value } from "../value.ts";
import { batchFirst, batchLast } from "./batch-last.ts";
import { type Activation, activations } from "./dense.ts";

/** Batch normalisation. */
export interface BatchNormOptions {
  /** How much of a running statistic stays at each step; 0.99 unless said, as in Keras. */
  readonly momentum?: number;
  /** Added to the variance; 0.001 unless said, as in Keras. */
  readonly epsilon?: number;
  /** What the result goes through; `linear` unless said. */
  readonly activation?: Activation;
}

/** What each channel learned, in a shape that stretches over all examples. */
interface Learned {
  readonly scale: Value;
  readonly shift: Value;
}

/**
 * Each channel (the last axis) brought to mean 0 and variance 1, then scaled and shifted as learned (Ioffe & Szegedy, 2015).
 * In training by the batch's own mean and variance (over n, as in Keras), which the running ones follow; when serving by the running ones.
 */
export function batchNorm(
  build: NetBuilder,
  name: string,
  x: Value,
  { momentum = 0.99, epsilon = 1e-3, activation = "linear" }: BatchNormOptions = {},
): Value {
  const width = known(x.shape.at(-1));
  const hasPlaces = x.shape.length > 2;
  const last = hasPlaces ? batchLast(x) : x;
  // one row per channel beside convolutions, one column per channel in a matrix
  const rows = hasPlaces ? reshape(last, [width, product(last.shape.slice(2))]) : x;
  const perChannel = (value: Value) => reshape(value, hasPlaces ? [width, 1] : [1, width]);
  const learned = {
    scale: perChannel(build.parameter(`${name}/scale`, [width], ones)),
    shift: perChannel(build.parameter(`${name}/shift`, [width], zeroes)),
  };
  const runningMean = build.statistic(`${name}/mean`, width, 0);
  const runningVariance = build.statistic(`${name}/variance`, width, 1);
  const y = build.mode === "serving" ? serve() : train();
  const activated = activations[activation](reshape(y, last.shape));
  return hasPlaces ? batchFirst(activated) : activated;

  function serve(): Value {
    const deviation = squareRoot(add(perChannel(runningVariance), epsilon));
    return add(multiply(subtract(rows, perChannel(runningMean)), divide(learned.scale, deviation)), learned.shift);
  }

  function train(): Value {
    const batch = normalise(rows, learned, hasPlaces ? 1 : 0, epsilon);
    follow(runningMean, batch.mean);
    follow(runningVariance, batch.variance);
    return batch.value;
  }

  function follow(running: Value, now: Value): void {
    build.update(running, add(multiply(running, momentum), multiply(reshape(now, [width]), 1 - momentum)));
  }
}

/** Normalised along an axis of examples by their own mean and variance, with a gradient that goes over them a few times only. */
function normalise(
  x: Value,
  { scale, shift }: Learned,
  axis: number,
  epsilon: number,
): { readonly value: Value; readonly mean: Value; readonly variance: Value } {
  const examples = count(x, [axis]);
  const batchMean = divide(sum(x, [axis]), examples);
  const centred = subtract(x, batchMean);
  const variance = divide(sum(square(centred), [axis]), examples);
  const inverse = divide(1, squareRoot(add(variance, epsilon)));
  const factor = multiply(scale, inverse);
  const value = withBackward(add(multiply(centred, factor), shift), [x, scale, shift], (dy) => {
    const ofShift = sum(dy, [axis]);
    const ofScale = multiply(sum(multiply(dy, centred), [axis]), inverse);
    // dx = factor · (dy − mean(dy) − x̂ · mean(dy · x̂)), where x̂ = centred · inverse
    const slope = multiply(factor, divide(multiply(ofScale, inverse), examples));
    const level = multiply(factor, divide(ofShift, examples));
    return [subtract(subtract(multiply(dy, factor), multiply(centred, slope)), level), ofScale, ofShift];
  });
  return { value, mean: batchMean, variance };
}
