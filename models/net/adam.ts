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

/** One step of Adam on some rows of a table alone, which it changes where they lie; a row of `gradient` for each. This is *sparse* Adam: the moments of other rows wait, unlike dense Adam's. */
export function stepRows(
  { values, first, second }: AdamState,
  rows: Int32Array,
  gradient: Float32Array,
  { share, rate, epsilon, beta1, beta2 }: AdamStep,
): void {
  const width = gradient.length / rows.length;
  for (let row = 0; row < rows.length; row++) {
    const away = (rows[row]! - row) * width;
    for (let index = row * width; index < (row + 1) * width; index++) {
      // as in `stepAdam`, into whose memory a few numbers at a time are not worth being copied
      const place = away + index;
      const own = share * gradient[index]!;
      const nextFirst = beta1 * first[place]! + own;
      const nextSecond = beta2 * second[place]! + own * own;
      first[place] = nextFirst;
      second[place] = nextSecond;
      values[place]! -= (rate * nextFirst) / (Math.sqrt(nextSecond) + epsilon);
    }
  }
}

/** The length of gradients together: the root of the sum of all squares. */
export function lengthTogether(gradients: readonly Float32Array[]): number {
  let sum = 0;
  for (const gradient of gradients) for (let index = 0; index < gradient.length; index++) sum += gradient[index]! ** 2;
  return Math.sqrt(sum);
}
