import type { CurvePoint } from "../../schemas/manifest.ts";
import { number, textTable } from "../terminal/output.ts";
import { bestEpoch, isLoss } from "./best-epoch.ts";

const bars = "▁▂▃▄▅▆▇█";

/** Values as a line of bars, the lowest the shortest; a value that is no number is a blank. */
export function sparkline(values: readonly number[]): string {
  const drawn = values.filter(isLoss);
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const bar = (value: number) => bars[high > low ? Math.round(((value - low) / (high - low)) * (bars.length - 1)) : 0]!;
  return values.map((value) => (isLoss(value) ? bar(value) : " ")).join("");
}

/** A learning curve for the terminal: both losses as lines of bars, then each epoch. */
export function learningCurveText(curve: readonly CurvePoint[]): string {
  const best = bestEpoch(curve);
  const rows = curve.map((point) => pointCells(point, point === best));
  return [
    `training    ${sparkline(curve.map((point) => point.trainingLoss))}`,
    `validation  ${sparkline(curve.map((point) => point.validationLoss))}`,
    "",
    textTable([["epoch", "training loss", "validation loss", "learning rate", ""], ...rows]),
  ].join("\n");
}

/** A row of a table of epochs: number, both losses, rate, and whether it was the best. */
export function pointCells(point: CurvePoint, isBest: boolean): readonly string[] {
  const losses = [point.trainingLoss, point.validationLoss].map((loss) => number(loss, 4));
  return [String(point.epoch), ...losses, rateText(point.learningRate), isBest ? "best" : ""];
}

/** A learning rate in three digits; more are the noise of a 32-bit number. */
export function rateText(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}
