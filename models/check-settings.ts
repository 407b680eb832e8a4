import { TwinstreamError } from "../schemas/errors.ts";

/** Throws WRONG_USAGE for settings that a kind can't be trained with: `faults` says of each demand whether it is not met, the first one is told. */
export function checkSettings(kind: string, faults: Readonly<Record<string, boolean>>): void {
  const wanted = Object.keys(faults).find((fault) => faults[fault]);
  if (wanted === undefined) return;
  throw new TwinstreamError("WRONG_USAGE", `${kind} can't be trained with these settings; give ${wanted}`);
}

/** Whether a setting is a whole number above 0. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** Whether a setting is a share: above 0, at most 1. */
export function isShare(value: number): boolean {
  return value > 0 && value <= 1;
}
