import { add, divide, maximum, multiply, square, squareRoot, subtract, sum } from "./operations.ts";
import type { Value } from "./value.ts";

/** What Adam is told for the whole training. */
export interface AdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The settings of the paper (Kingma & Ba, 2015), with the epsilon that Keras takes. */
export const adamDefaults: AdamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** What Adam changes: the values, and the running means of their gradients and of the gradients' squares. */
export interface AdamState<T = Value> {
  readonly values: T;
  readonly first: T;
  readonly second: T;
}

/** What Adam is fed at each step; `adamRates` works it out. */
export interface AdamRates<T = Value> {
  readonly rate: T;
  readonly correction: T;
}

/** The learning rate with Adam's bias corrections in it, for step 1, 2, ... */
export function adamRates(learningRate: number, step: number, { beta1, beta2 }: AdamSettings): AdamRates<number> {
  return { rate: learningRate / (1 - beta1 ** step), correction: 1 / Math.sqrt(1 - beta2 ** step) };
}

/** One step of Adam. On the touched rows of a table this is *sparse* Adam: the moments of other rows wait, unlike dense Adam's. */
export function adam(
  { values, first, second }: AdamState,
  gradient: Value,
  { rate, correction }: AdamRates,
  { beta1, beta2, epsilon }: AdamSettings,
): AdamState {
  const nextFirst = add(multiply(first, beta1), multiply(gradient, 1 - beta1));
  const nextSecond = add(multiply(second, beta2), multiply(square(gradient), 1 - beta2));
  // p − rate · m / (√v · correction + ε), with the correction taken out of the fraction: one operation less over all parameters
  const change = divide(nextFirst, add(squareRoot(nextSecond), divide(epsilon, correction)));
  const nextValues = subtract(values, multiply(change, divide(rate, correction)));
  return { values: nextValues, first: nextFirst, second: nextSecond };
}

/** The gradients, made shorter together where their common length (the root of the sum of all squares) is above `norm`. */
export function clipTogether(gradients: readonly Value[], norm: number): readonly Value[] {
  if (!(norm > 0)) throw new Error(`gradients can't be clipped to a length of ${norm}; give one above 0`);
  const length = squareRoot(gradients.map((gradient) => sum(square(gradient))).reduce(add));
  return gradients.map((gradient) => multiply(gradient, divide(norm, maximum(length, norm))));
}
