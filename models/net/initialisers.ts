import type { Initialiser } from "./value.ts";

/** All zero. */
export const zeroes: Initialiser = (shape) => filled(shape, () => 0);

/** All one. */
export const ones: Initialiser = (shape) => filled(shape, () => 1);

/** All the same. */
export function all(value: number): Initialiser {
  return (shape) => filled(shape, () => value);
}

/** Evenly spread from -limit to limit. */
export function uniform(limit: number): Initialiser {
  return (shape, random) => filled(shape, () => (2 * random.uniform() - 1) * limit);
}

/** Evenly spread within √(6 / (inputs + outputs)), the last two axes; axes before them are taken as taps (Glorot & Bengio, 2010). */
export const glorot: Initialiser = (shape, random) => {
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  const taps = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return uniform(Math.sqrt(6 / (taps * (inputs + outputs))))(shape, random);
};

/** Evenly spread within 1 / √inputs, where every axis but the last counts as inputs: how PyTorch's layers start. */
export const byInputs: Initialiser = (shape, random) => {
  const inputs = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  return uniform(1 / Math.sqrt(inputs))(shape, random);
};

function filled(shape: readonly number[], value: () => number): Float32Array {
  return Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, value);
}
