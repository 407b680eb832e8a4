import { known, product } from "../dimensions.ts";
import { glorot, zeroes } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import { add, concat, gather, indices, matmul, pad, reshape, slice, transpose, withBackward } from "../operations.ts";
import type { Value } from "../value.ts";
import { type Activation, activations } from "./dense.ts";

/** A convolution. */
export interface ConvOptions {
  readonly filters: number;
  /** Neighbours that each filter sees along an axis. */
  readonly taps: number;
  /** `linear` unless said. */
  readonly activation?: Activation;
}

/** Filters along axis 1 of batch × length × channels, with zeros beyond the ends so that the length stays. */
export function conv1d(build: NetBuilder, name: string, x: Value, options: ConvOptions): Value {
  return conv(build, name, x, options, [options.taps]);
}

/** Filters along axes 1 and 2 of batch × height × width × channels, with zeros beyond the edges so that the size stays. */
export function conv2d(build: NetBuilder, name: string, x: Value, options: ConvOptions): Value {
  return conv(build, name, x, options, [options.taps, options.taps]);
}

function conv(
  build: NetBuilder,
  name: string,
  x: Value,
  { filters, activation = "linear" }: ConvOptions,
  taps: readonly number[],
): Value {
  if (x.shape.length !== taps.length + 2)
    throw new Error(`${name}: takes ${taps.length + 2} axes, not ${x.shape.length}`);
  const weights = build.parameter(`${name}/weights`, [...taps, known(x.shape.at(-1)), filters], glorot);
  const bias = build.parameter(`${name}/bias`, [filters], zeroes);
  return activations[activation](add(convolve(x, weights), bias));
}

/** Batch × places × channels by taps × channels × filters: batch × places × filters. The windows lie side by side, so it is one matrix product. */
function convolve(x: Value, weights: Value): Value {
  const taps = weights.shape.slice(0, -2).map(known);
  const before = taps.map((count) => Math.floor((count - 1) / 2));
  const windows = windowsOf(x, taps, before);
  return withBackward(windowProduct(windows, weights), [x, weights], (dy) => {
    // each x is seen through a tap by the y on its other side: a convolution with the taps turned round
    const after = taps.map((count, axis) => count - 1 - before[axis]!);
    const dx = windowProduct(windowsOf(dy, taps, after), turnedRound(weights));
    return [dx, weightGradient(windows, dy, weights)];
  });
}

/** For each place its neighbours, from `before` ahead of it on, one after the other: batch × places × (taps · channels). */
function windowsOf(x: Value, taps: readonly number[], before: readonly number[]): Value {
  const padded = taps.reduce((some, count, axis) => pad(some, axis + 1, before[axis]!, count - 1 - before[axis]!), x);
  const shifted = taps.reduce(
    (some, count, axis) => some.flatMap((value) => shifts(value, axis + 1, count, known(x.shape[axis + 1]))),
    [padded],
  );
  return concat(shifted);
}

function shifts(x: Value, axis: number, count: number, length: number): readonly Value[] {
  return Array.from({ length: count }, (_, tap) => slice(x, axis, tap, tap + length));
}

/** Taps in the opposite order along every axis, channels and filters swapped. */
function turnedRound(weights: Value): Value {
  const [channels, filters] = weights.shape.slice(-2).map(known);
  const taps = weights.shape.slice(0, -2).map(known);
  const all = known(product(taps));
  const reversed = gather(reshape(weights, [all, channels!, filters!]), indices([...Array(all).keys()].reverse()));
  return reshape(transpose(reversed, [0, 2, 1]), [...taps, filters!, channels!]);
}

function windowProduct(windows: Value, weights: Value): Value {
  const filters = weights.shape.at(-1)!;
  const flat = reshape(weights, [product(weights.shape.slice(0, -1)), filters]);
  return reshape(matmul(asRows(windows), flat), [...windows.shape.slice(0, -1), filters]);
}

function weightGradient(windows: Value, dy: Value, weights: Value): Value {
  return reshape(matmul(asRows(windows), asRows(dy), { transposeA: true }), weights.shape);
}

/** A row for each place of each example. */
function asRows(x: Value): Value {
  return reshape(x, [product(x.shape.slice(0, -1)), x.shape.at(-1)!]);
}
