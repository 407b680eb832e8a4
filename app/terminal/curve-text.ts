import type { CurvePoint } from "../../schemas/manifest.ts";
import { bestEpoch, isLoss } from "../report/best-epoch.ts";
import { pointCells, sparkline } from "../report/learning-curve-text.ts";
import { textTable } from "./output.ts";

const mostRows = 6;
const mostBars = 60;

/** A learning curve as two lines of bars, each on its own scale, and the epochs that matter as a table: first, best and last. Empty for no curve. */
export function curveText(curve: readonly CurvePoint[]): string {
  if (curve.length === 0) return "";
  const lines = [
    ["training", curve.map((point) => numberOf(point.trainingLoss))],
    ["validation", curve.map((point) => numberOf(point.validationLoss))],
  ] as const;
  const bars = lines.map(([name, losses]) => `${name.padEnd(12)}${sparkline(shortened(losses))}`);
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

function pointTable(curve: readonly CurvePoint[]): string {
  const best = bestEpoch(curve);
  const ends = [curve[0]!, ...(best === undefined ? [] : [best]), curve.at(-1)!];
  const shown = curve.length <= mostRows ? curve : [...new Set(ends)];
  const rows = shown.map((point) => pointCells(point, point === best));
  return textTable([["epoch", "training", "validation", "rate", ""], ...rows]);
}
