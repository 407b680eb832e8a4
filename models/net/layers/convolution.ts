import { known, product } from "../dimensions.ts";
import { glorot, zeroes } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import { add, concat, gather, indices, matmul, pad, reshape, slice, transpose, withBackward } from "../operations.ts";
import type { Value } from "../value.ts";
import { type Activation, activations } from "./dense.ts";

/** A convolution along one axis. */
export interface Conv1dOptions {
  readonly filters: number;
  /** Neighbours that each filter sees. */
  readonly taps: number;
  /** `linear` unless said. */
  readonly activation?: Activation;
}

/** Filters along axis 1 of batch × length × channels, with zeros beyond the ends so that the length stays. */
export function conv1d(
  build: NetBuilder,
  name: string,
  x: Value,
  { filters, taps, activation = "linear" }: Conv1dOptions,
): Value {
  const channels = known(x.shape[2]);
  const weights = build.parameter(`${name}/weights`, [taps, channels, filters], glorot);
  const bias = build.parameter(`${name}/bias`, [filters], zeroes);
  return activations[activation](add(convolve(x, weights), bias));
}

/** Batch × length × channels by taps × channels × filters: batch × length × filters. The windows lie side by side, so it is one matrix product. */
function convolve(x: Value, weights: Value): Value {
  const taps = known(weights.shape[0]);
  const before = Math.floor((taps - 1) / 2);
  const windows = windowsOf(x, taps, before);
  const y = windowProduct(windows, weights);
  return withBackward(y, [x, weights], (dy) => {
    // each x is seen through tap k by the y that lies k - before to its left: a convolution with the taps turned round
    const turned = transpose(gather(weights, indices([...Array(taps).keys()].reverse())), [0, 2, 1]);
    const dx = windowProduct(windowsOf(dy, taps, taps - 1 - before), turned);
    return [dx, weightGradient(windows, dy, weights)];
  });
}

/** For each place its neighbours from `before` to its left on, one after the other: batch × length × (taps · channels). */
function windowsOf(x: Value, taps: number, before: number): Value {
  const length = known(x.shape[1]);
  const padded = pad(x, 1, before, taps - 1 - before);
  return concat(
    Array.from({ length: taps }, (_, tap) => slice(padded, 1, tap, tap + length)),
    2,
  );
}

function windowProduct(windows: Value, weights: Value): Value {
  const [batch, length] = windows.shape;
  const [taps, channels, filters] = weights.shape.map(known);
  const flat = reshape(weights, [taps! * channels!, filters!]);
  return reshape(matmul(asRows(windows), flat), [batch!, length!, filters!]);
}

function weightGradient(windows: Value, dy: Value, weights: Value): Value {
  return reshape(matmul(asRows(windows), asRows(dy), { transposeA: true }), weights.shape);
}

/** A row for each place of each example. */
function asRows(x: Value): Value {
  const [batch, length, width] = x.shape;
  return reshape(x, [product([batch!, length!]), width!]);
}
