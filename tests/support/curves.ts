import type { CurvePoint } from "../../schemas/manifest.ts";

/** A learning curve of pairs of training and validation loss, an epoch each, at a learning rate of 0.001. */
export function aCurve(...losses: readonly (readonly [training: number, validation: number])[]): readonly CurvePoint[] {
  return losses.map(([trainingLoss, validationLoss], i) => ({
    epoch: i + 1,
    trainingLoss,
    validationLoss,
    learningRate: 0.001,
  }));
}
