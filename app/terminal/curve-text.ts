import type { CurvePoint } from "../../schemas/manifest.ts";
import { bestEpoch, isLoss } from "../report/best-epoch.ts";
import { rateText } from "../report/learning-curve-text.ts";
import { number, textTable } from "./output.ts";

const levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const mostRows = 6;
const mostBars = 60;

/** A learning curve as lines of bars, and the epochs that matter as a table: first, best and last. Empty for no curve. */
export function curveText(curve: readonly CurvePoint[]): string {
  if (curve.length === 0) return "";
  const training = shortened(curve.map((point) => numberOf(point.trainingLoss)));
  const validation = shortened(curve.map((point) => numberOf(point.validationLoss)));
  const all = [...training, ...validation].filter(Number.isFinite);
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const lines = [
    ["training", training],
    ["validation", validation],
  ] as const;
  const bars = lines.map(([name, losses]) => `${name.padEnd(12)}${sparkline(losses, lowest, highest)}`);
  return [...bars, pointTable(curve)].join("\n");
}

/** A loss that was no number when it was kept is read back as null. */
function numberOf(loss: number): number {
  return isLoss(loss) ? loss : Number.NaN;
}

/** At most so many values as there is room for: of more, means of some in a row. */
function shortened(values: readonly number[]): readonly number[] {
  const bars = Math.min(mostBars, values.length);
  const start = (bar: number) => Math.floor((bar * values.length) / bars);
  return Array.from({ length: bars }, (_, bar) => mean(values.slice(start(bar), start(bar + 1))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A bar for each value, from the lowest to the highest; a blank where there is no number. */
function sparkline(values: readonly number[], lowest: number, highest: number): string {
  const height = (value: number) => (highest > lowest ? (value - lowest) / (highest - lowest) : 0);
  return values
    .map((value) => (Number.isFinite(value) ? levels[Math.round(height(value) * (levels.length - 1))] : " "))
    .join("");
}

function pointTable(curve: readonly CurvePoint[]): string {
  const best = bestEpoch(curve);
  const shown = curve.length <= mostRows ? curve : [...new Set([curve[0]!, best ?? curve[0]!, curve.at(-1)!])];
  const rows = shown.map((point) => [
    String(point.epoch),
    number(point.trainingLoss, 4),
    number(point.validationLoss, 4),
    rateText(point.learningRate),
    point === best ? "best" : "",
  ]);
  return textTable([["epoch", "training", "validation", "rate", ""], ...rows]);
}
