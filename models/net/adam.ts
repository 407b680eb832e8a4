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

/**
 * What Adam changes: the values, and the fading sums of their gradients and of the gradients' squares. The paper's moments are these
 * times 1 − β1 and 1 − β2: left out here, as `adamRates` can bring them in once instead of at every number.
 */
export interface AdamState<T = Value> {
  readonly values: T;
  readonly first: T;
  readonly second: T;
}

/** What Adam is fed at each step; `adamRates` works it out. */
export interface AdamRates<T = Value> {
  readonly rate: T;
  readonly epsilon: T;
}

/** Learning rate and epsilon with all in them that is the same for every number, for step 1, 2, ... */
export function adamRates(
  learningRate: number,
  step: number,
  { beta1, beta2, epsilon }: AdamSettings,
): AdamRates<number> {
  // m̂ = (1 − β1) m / (1 − β1^t) and √v̂ = √v / scale, so rate · m̂ / (√v̂ + ε) = rate · scale · (1 − β1) / (1 − β1^t) · m / (√v + ε · scale)
  const scale = Math.sqrt((1 - beta2 ** step) / (1 - beta2));
  return { rate: (learningRate * scale * (1 - beta1)) / (1 - beta1 ** step), epsilon: epsilon * scale };
}

/** One step of Adam. On the touched rows of a table this is *sparse* Adam: the moments of other rows wait, unlike dense Adam's. */
export function adam(
  { values, first, second }: AdamState,
  gradient: Value,
  { rate, epsilon }: AdamRates,
  { beta1, beta2 }: AdamSettings,
): AdamState {
  const nextFirst = add(multiply(first, beta1), gradient);
  const nextSecond = add(multiply(second, beta2), square(gradient));
  const change = divide(nextFirst, add(squareRoot(nextSecond), epsilon));
  return { values: subtract(values, multiply(change, rate)), first: nextFirst, second: nextSecond };
}

/** The gradients, made shorter together where their common length (the root of the sum of all squares) is above `norm`. */
export function clipTogether(gradients: readonly Value[], norm: number): readonly Value[] {
  if (!(norm > 0)) throw new Error(`gradients can't be clipped to a length of ${norm}; give one above 0`);
  const length = squareRoot(gradients.map((gradient) => sum(square(gradient))).reduce(add));
  return gradients.map((gradient) => multiply(gradient, divide(norm, maximum(length, norm))));
}
