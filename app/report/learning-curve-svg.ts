import type { CurvePoint } from "../../schemas/manifest.ts";
import { number } from "../terminal/output.ts";
import { type AxisTicks, axisTicks } from "./axis-ticks.ts";
import { bestEpoch, isLoss } from "./best-epoch.ts";
import { svgFrame } from "./svg-frame.ts";

/** Where a value lies on the drawing, in its units. */
type Scale = (value: number) => number;

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  readonly epochs: AxisTicks;
  readonly losses: AxisTicks;
}

const [width, height] = [440, 280];
const plot = { left: 60, right: 424, top: 58, bottom: 236 } as const;

// Colours that tell apart on both grounds, also to the colour-blind; the dashes tell them apart in print.
const style = `
.learning-curve{font-size:12px}
.learning-curve .grid{stroke:#d8dee4}
.learning-curve .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.learning-curve .training{stroke:#0b62c4;stroke-dasharray:5 4}
.learning-curve .validation{stroke:#b5460f}
.learning-curve .lone{stroke-width:5}
.learning-curve .best{fill:#fff;stroke:#b5460f;stroke-width:2.5}
.learning-curve .at-best{stroke:#b5460f;stroke-dasharray:2 3}
`;
const darkStyle = `
.learning-curve .grid{stroke:#30363d}
.learning-curve .training{stroke:#6cb0ff}
.learning-curve .validation,.learning-curve .at-best{stroke:#ff9d5c}
.learning-curve .best{fill:#0d1117;stroke:#ff9d5c}
`;

/**
 * Training and validation loss by epoch as an SVG image, with the best epoch marked: light or dark as its reader's system is, and told in words to
 * those who can't see it. A loss that is no number leaves a gap. `curve` holds at least one point.
 */
export function learningCurveSvg(curve: readonly CurvePoint[], title: string): string {
  const parts = [...legend(curve), ...drawing(curve)];
  const description = learningCurveSummary(curve);
  return svgFrame({ kind: "learning-curve", title, description, width, height, style, darkStyle, parts });
}

/** A learning curve in a sentence or two. */
export function learningCurveSummary(curve: readonly CurvePoint[]): string {
  const [first, last, best] = [curve[0], curve.at(-1), bestEpoch(curve)];
  if (first === undefined || last === undefined) return "No epoch was trained.";
  const course = (loss: keyof CurvePoint) => `${number(first[loss], 4)} to ${number(last[loss], 4)}`;
  const end = best
    ? `Lowest validation loss: ${number(best.validationLoss, 4)}, in epoch ${best.epoch}.`
    : "No validation loss was a number.";
  const epochs = curve.length === 1 ? "1 epoch" : `${curve.length} epochs`;
  return `${epochs}: training loss ${course("trainingLoss")}, validation loss ${course("validationLoss")}. ${end}`;
}

function legend(curve: readonly CurvePoint[]): readonly string[] {
  const best = bestEpoch(curve);
  const sample = (kind: string, x: number) =>
    `<path class="line ${kind}" d="M${x} 41h24"/><text x="${x + 30}" y="45">${kind} loss</text>`;
  const mark =
    best &&
    `<circle class="best" cx="264" cy="41" r="4"/><text x="274" y="45">best: epoch ${best.epoch}, ${number(best.validationLoss, 4)}</text>`;
  return [sample("training", 16), sample("validation", 132), ...(mark ? [mark] : [])];
}

function drawing(curve: readonly CurvePoint[]): readonly string[] {
  const axes = axesOf(curve);
  return axes === undefined
    ? []
    : [...grid(axes), ...line(curve, "training", axes), ...line(curve, "validation", axes), ...bestMark(curve, axes)];
}

/** Undefined when there is no loss to draw. */
function axesOf(curve: readonly CurvePoint[]): Axes | undefined {
  const drawn = curve.flatMap(({ trainingLoss, validationLoss }) => [trainingLoss, validationLoss]).filter(isLoss);
  if (drawn.length === 0) return undefined;
  const [first, last] = [curve[0]!.epoch, curve.at(-1)!.epoch];
  const losses = axisTicks(Math.min(...drawn), Math.max(...drawn), 6);
  const ticks = axisTicks(first, Math.max(last, first + 1), 10, 1);
  const epochs = { ...ticks, values: ticks.values.filter((epoch) => epoch >= first && epoch <= last) };
  const lastEpoch = Math.max(last, first + 1);
  return {
    x: scale(first, lastEpoch, plot.left, plot.right),
    y: scale(losses.values[0]!, losses.values.at(-1)!, plot.bottom, plot.top),
    epochs,
    losses,
  };
}

function scale(from: number, to: number, start: number, end: number): Scale {
  return (value) => Math.round((start + ((value - from) / (to - from)) * (end - start)) * 10) / 10;
}

function grid({ x, y, epochs, losses }: Axes): readonly string[] {
  return [
    ...losses.values.map(
      (loss) =>
        `<path class="grid" d="M${plot.left} ${y(loss)}H${plot.right}"/><text x="${plot.left - 8}" y="${y(loss) + 4}" text-anchor="end">${number(loss, losses.digits)}</text>`,
    ),
    ...epochs.values.map(
      (epoch) =>
        `<path class="grid" d="M${x(epoch)} ${plot.bottom}v5"/><text x="${x(epoch)}" y="${plot.bottom + 19}" text-anchor="middle">${epoch}</text>`,
    ),
    `<text x="${(plot.left + plot.right) / 2}" y="${height - 8}" text-anchor="middle">epoch</text>`,
  ];
}

function line(curve: readonly CurvePoint[], kind: "training" | "validation", { x, y }: Axes): readonly string[] {
  return runsOfLosses(curve, `${kind}Loss`).map((run) => {
    const path = run.map(([epoch, loss], i) => `${i === 0 ? "M" : "L"}${x(epoch)} ${y(loss)}`).join("");
    return run.length === 1
      ? `<path class="line lone ${kind}" d="${path}h0"/>`
      : `<path class="line ${kind}" d="${path}"/>`;
  });
}

/** Epochs and losses that follow each other without a gap. */
function runsOfLosses(
  curve: readonly CurvePoint[],
  of: "trainingLoss" | "validationLoss",
): readonly (readonly [number, number])[][] {
  const runs: [number, number][][] = [[]];
  for (const point of curve) {
    if (isLoss(point[of])) runs.at(-1)!.push([point.epoch, point[of]]);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function bestMark(curve: readonly CurvePoint[], { x, y }: Axes): readonly string[] {
  const best = bestEpoch(curve);
  if (best === undefined) return [];
  const [across, up] = [x(best.epoch), y(best.validationLoss)];
  return [
    `<path class="at-best" d="M${across} ${up}V${plot.bottom}"/>`,
    `<circle class="best" cx="${across}" cy="${up}" r="4.5"/>`,
  ];
}
