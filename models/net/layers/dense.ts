import { known, product } from "../dimensions.ts";
import { glorot, zeroes } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import { affine, relu, reshape, sigmoid, softmax, tanh } from "../operations.ts";
import type { Initialiser, Value } from "../value.ts";

/** What a layer's result goes through, by name. */
export const activations = {
  linear: (x: Value) => x,
  relu,
  sigmoid,
  tanh,
  softmax,
} as const;

/** The name of an activation. */
export type Activation = keyof typeof activations;

/** A fully connected layer. */
export interface DenseOptions {
  readonly units: number;
  /** `linear` unless said. */
  readonly activation?: Activation;
  /** Where the weights start; `glorot` unless said. */
  readonly weights?: Initialiser;
  /** Where the bias starts; zero unless said. */
  readonly bias?: Initialiser;
}

/** activation(x · weights + bias) along the last axis. */
export function dense(
  build: NetBuilder,
  name: string,
  x: Value,
  { units, activation = "linear", weights: start = glorot, bias = zeroes }: DenseOptions,
): Value {
  const width = known(x.shape.at(-1));
  const weights = build.parameter(`${name}/weights`, [width, units], start);
  const offset = build.parameter(`${name}/bias`, [units], bias);
  const rows = reshape(x, [product(x.shape.slice(0, -1)), width]);
  const y = activations[activation](affine(rows, weights, offset));
  return reshape(y, [...x.shape.slice(0, -1), units]);
}
