import { describe, sameShape } from "./dimensions.ts";
import { logSoftmax, mean, multiply, negate, softplus, square, subtract, sum } from "./operations.ts";
import type { Value } from "./value.ts";

/** The mean of (prediction − truth)². */
export function meanSquaredError(prediction: Value, truth: Value): Value {
  checkAlike("meanSquaredError", prediction, truth);
  return mean(square(subtract(prediction, truth)));
}

/** Cross-entropy of yes-or-no answers. Takes logits, what a sigmoid would be given, as that is exact also where the sigmoid is 0 or 1. */
export function binaryCrossEntropy(logits: Value, truth: Value): Value {
  checkAlike("binaryCrossEntropy", logits, truth);
  // −t log σ(z) − (1 − t) log(1 − σ(z)) = log(1 + e^z) − t z
  return mean(subtract(softplus(logits), multiply(truth, logits)));
}

/** Cross-entropy over classes, the last axis. Takes logits, and a truth that adds up to 1 along it (one-hot or shares). */
export function softmaxCrossEntropy(logits: Value, truth: Value): Value {
  checkAlike("softmaxCrossEntropy", logits, truth);
  return mean(negate(sum(multiply(truth, logSoftmax(logits)), [-1])));
}

/** A truth of another shape would be stretched in silence: [batch] against [batch, 1] makes batch × batch errors. */
function checkAlike(loss: string, a: Value, b: Value): void {
  if (!sameShape(a.shape, b.shape)) {
    throw new Error(
      `${loss}: the prediction is ${describe(a.shape)}, the truth ${describe(b.shape)}; give both one shape`,
    );
  }
}
