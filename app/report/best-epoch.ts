import type { CurvePoint } from "../../schemas/manifest.ts";

/** The epoch whose weights were kept: the first of those with the lowest validation loss; undefined when no loss is a number. */
export function bestEpoch(curve: readonly CurvePoint[]): CurvePoint | undefined {
  return curve
    .filter(({ validationLoss }) => isLoss(validationLoss))
    .reduce<CurvePoint | undefined>(
      (best, point) => (best && best.validationLoss <= point.validationLoss ? best : point),
      undefined,
    );
}

/** Whether a loss can be drawn. One that was no number when it was kept is read back as null. */
export function isLoss(loss: number | null): loss is number {
  return loss !== null && Number.isFinite(loss);
}
