import { known } from "../dimensions.ts";
import { ones, zeroes } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import { add, divide, mean, multiply, reshape, square, squareRoot, subtract } from "../operations.ts";
import type { Value } from "../value.ts";

/** Batch normalisation. */
export interface BatchNormOptions {
  /** How much of a running statistic stays at each step; 0.99 unless said, as in Keras. */
  readonly momentum?: number;
  /** Added to the variance; 0.001 unless said, as in Keras. */
  readonly epsilon?: number;
}

/**
 * Each channel (the last axis) brought to mean 0 and variance 1, then scaled and shifted as learned (Ioffe & Szegedy, 2015).
 * In training by the batch's own mean and variance (over n, as in Keras), which the running ones follow; when serving by the running ones.
 */
export function batchNorm(
  build: NetBuilder,
  name: string,
  x: Value,
  { momentum = 0.99, epsilon = 1e-3 }: BatchNormOptions = {},
): Value {
  const width = known(x.shape.at(-1));
  const scale = build.parameter(`${name}/scale`, [width], ones);
  const shift = build.parameter(`${name}/shift`, [width], zeroes);
  const runningMean = build.statistic(`${name}/mean`, width, 0);
  const runningVariance = build.statistic(`${name}/variance`, width, 1);
  if (build.mode === "serving") {
    return normalise(subtract(x, runningMean), runningVariance);
  }
  const batchAxes = x.shape.slice(0, -1).map((_, axis) => axis);
  const batchMean = reshape(mean(x, batchAxes), [width]);
  const centred = subtract(x, batchMean);
  const batchVariance = reshape(mean(square(centred), batchAxes), [width]);
  follow(runningMean, batchMean);
  follow(runningVariance, batchVariance);
  return normalise(centred, batchVariance);

  function normalise(difference: Value, variance: Value): Value {
    return add(multiply(difference, divide(scale, squareRoot(add(variance, epsilon)))), shift);
  }

  function follow(running: Value, now: Value): void {
    build.update(running, add(multiply(running, momentum), multiply(now, 1 - momentum)));
  }
}
