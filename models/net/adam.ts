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
export interface AdamState<T = Float32Array> {
  readonly values: T;
  readonly first: T;
  readonly second: T;
}

/** What Adam takes at each step; `adamRates` works it out. */
export interface AdamRates {
  readonly rate: number;
  readonly epsilon: number;
}

/** Learning rate and epsilon with all in them that is the same for every number, for step 1, 2, ... */
export function adamRates(learningRate: number, step: number, { beta1, beta2, epsilon }: AdamSettings): AdamRates {
  // m̂ = (1 − β1) m / (1 − β1^t) and √v̂ = √v / scale, so rate · m̂ / (√v̂ + ε) = rate · scale · (1 − β1) / (1 − β1^t) · m / (√v + ε · scale)
  const scale = Math.sqrt((1 - beta2 ** step) / (1 - beta2));
  return { rate: (learningRate * scale * (1 - beta1)) / (1 - beta1 ** step), epsilon: epsilon * scale };
}

/** What one step of Adam is told: how much each gradient counts, and what is the same for every number. */
export interface AdamStep extends AdamRates, Pick<AdamSettings, "beta1" | "beta2"> {
  readonly share: number;
}
