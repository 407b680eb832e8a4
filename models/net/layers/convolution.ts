import { known, product } from "../dimensions.ts";
import { glorot, zeroes } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import {
  concat,
  convolve,
  gather,
  indices,
  matmul,
  pad,
  reshape,
  slice,
  sum,
  transpose,
  withBackward,
} from "../operations.ts";
import type { Initialiser, Value } from "../value.ts";
import { batchFirst, batchLast } from "./batch-last.ts";
import { type Activation, activations } from "./dense.ts";

/** A convolution. */
export interface ConvOptions {
  readonly filters: number;
  /** Neighbours that each filter sees along an axis. */
  readonly taps: number;
  /** `linear` unless said. */
  readonly activation?: Activation;
  /** `same` (unless said): zeros beyond the ends, so that the size stays. `valid`: only where all taps meet the input, so it shrinks by taps − 1. */
  readonly padding?: "same" | "valid";
  /** Whether each filter adds a number of its own, which it does unless said; before a batch normalisation it would be taken away again. */
  readonly hasBias?: boolean;
  /** Where the weights start; `glorot` unless said. */
  readonly weights?: Initialiser;
}

/** Filters along axis 1 of batch × length × channels. */
export function conv1d(build: NetBuilder, name: string, x: Value, options: ConvOptions): Value {
  return conv(build, name, x, options, [options.taps]);
}

/** Filters along axes 1 and 2 of batch × height × width × channels. */
export function conv2d(build: NetBuilder, name: string, x: Value, options: ConvOptions): Value {
  return conv(build, name, x, options, [options.taps, options.taps]);
}

function conv(
  build: NetBuilder,
  name: string,
  x: Value,
  { filters, activation = "linear", padding = "same", hasBias = true, weights: start = glorot }: ConvOptions,
  taps: readonly number[],
): Value {
  if (x.shape.length !== taps.length + 2)
    throw new Error(`${name}: takes ${taps.length + 2} axes, not ${x.shape.length}`);
  const weights = build.parameter(`${name}/weights`, [...taps, known(x.shape.at(-1)), filters], start);
  const bias = hasBias ? build.parameter(`${name}/bias`, [filters], zeroes) : undefined;
  const edges = padding === "same" ? sameEdges(taps) : noEdges(taps);
  return batchFirst(activations[activation](filter(batchLast(x), weights, bias, edges)));
}

/** How many zeros lie beyond the ends of each axis of places. */
interface Edges {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

function sameEdges(taps: readonly number[]): Edges {
  const before = taps.map((count) => Math.floor((count - 1) / 2));
  return { before, after: taps.map((count, axis) => count - 1 - before[axis]!) };
}

function noEdges(taps: readonly number[]): Edges {
  return { before: taps.map(() => 0), after: taps.map(() => 0) };
}

/**
 * 1 × channels × places × batch by taps × channels × filters: 1 × filters × places × batch. With the batch last all examples are one
 * wide picture, so the runtime's convolution fills both threads, and what a tap sees lies in one piece.
 */
function filter(x: Value, weights: Value, bias: Value | undefined, edges: Edges): Value {
  const taps = weights.shape.slice(0, -2).map(known);
  const y = convolveBatch(x, weights, edges, bias);
  return withBackward(y, bias ? [x, weights, bias] : [x, weights], (dy) => {
    // each x is seen through a tap by the y on its other side: a convolution with the taps turned round
    const beyond = (zeros: readonly number[]) => taps.map((count, axis) => count - 1 - zeros[axis]!);
    const dx = convolveBatch(dy, turnedRound(weights), { before: beyond(edges.before), after: beyond(edges.after) });
    const dWeights = weightGradient(x, dy, weights, edges);
    return bias ? [dx, dWeights, reshape(sum(asRows(dy), [1]), bias.shape)] : [dx, dWeights];
  });
}

function convolveBatch(x: Value, weights: Value, { before, after }: Edges, bias?: Value): Value {
  const rank = weights.shape.length;
  // filters × channels × taps; the batch axis has one tap
  const turned = transpose(weights, [rank - 1, rank - 2, ...Array(rank - 2).keys()]);
  const kernel = reshape(turned, [...turned.shape, 1]);
  return convolve(bias ? [x, kernel, bias] : [x, kernel], { before: [...before, 0], after: [...after, 0] });
}

/** Taps in the opposite order along every axis, channels and filters swapped. */
function turnedRound(weights: Value): Value {
  const [channels, filters] = weights.shape.slice(-2).map(known);
  const taps = weights.shape.slice(0, -2).map(known);
  const all = known(product(taps));
  const reversed = gather(reshape(weights, [all, channels!, filters!]), indices([...Array(all).keys()].reverse()));
  return reshape(transpose(reversed, [0, 2, 1]), [...taps, filters!, channels!]);
}

/** One matrix product per tap: what it saw, by the gradient of what was made of it. */
function weightGradient(x: Value, dy: Value, weights: Value, { before, after }: Edges): Value {
  const padded = before.reduce((some, zeros, axis) => pad(some, axis + 2, zeros, after[axis]!), x);
  const seen = before.reduce(
    (some, _, axis) => some.flatMap((value) => shifts(value, axis + 2, known(weights.shape[axis]))),
    [padded],
  );
  const byTap = seen.map((value) => matmul(asRows(value), asRows(dy), { transposeB: true }));
  return reshape(concat(byTap, 0), weights.shape);
}

/** What each tap along an axis sees. */
function shifts(x: Value, axis: number, taps: number): readonly Value[] {
  const positions = known(x.shape[axis]) - taps + 1;
  return Array.from({ length: taps }, (_, tap) => slice(x, axis, tap, tap + positions));
}

/** A row for each channel. */
function asRows(x: Value): Value {
  return reshape(x, [x.shape[1]!, product(x.shape.slice(2))]);
}
