import { dot, line, type PlotOptions, text } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import type { Model } from "./standing.ts";

type Curve = NonNullable<Model["learningCurve"]>;

/** How a training went, epoch by epoch, and which epoch was kept. */
export function LearningCurve({ curve }: { readonly curve: Curve }) {
  const options = useMemo(() => optionsOf(curve), [curve]);
  const best = bestOf(curve);
  return (
    <section aria-label="Learning curve">
      <h3>Learning curve</h3>
      <Chart
        label={`Loss in ${curve.length} epochs, lowest on the validation rows in epoch ${best.epoch}`}
        options={options}
      />
      <p class="small quiet">
        Lower is better. The weights of epoch {best.epoch} were kept, where rows that were held back fare best; from
        where the two lines part, a model learns its rows by heart.
      </p>
    </section>
  );
}

function bestOf(curve: Curve): Curve[number] {
  return curve.reduce((best, point) => (point.validationLoss < best.validationLoss ? point : best));
}

function optionsOf(curve: Curve): PlotOptions & { readonly height: number } {
  const points = curve.flatMap(({ epoch, trainingLoss, validationLoss }) => [
    { epoch, loss: trainingLoss, of: "training" },
    { epoch, loss: validationLoss, of: "validation" },
  ]);
  const ends = points.slice(-2);
  return {
    height: 200,
    ...{ marginLeft: 44, marginRight: 76, marginTop: 12, marginBottom: 36 },
    x: {
      label: "epoch",
      labelArrow: "none",
      labelAnchor: "center",
      ticks: Math.min(curve.length, 8),
      tickFormat: (epoch: number) => (Number.isInteger(epoch) ? `${epoch}` : ""),
    },
    y: { label: null, ticks: 5, grid: true, nice: true },
    color: { domain: ["training", "validation"], range: ["var(--quiet)", "var(--series-1)"] },
    marks: [
      line(points, { x: "epoch", y: "loss", stroke: "of", strokeWidth: 2 }),
      dot(points, { x: "epoch", y: "loss", fill: "of", r: 2.5 }),
      dot([bestOf(curve)], { x: "epoch", y: "validationLoss", stroke: "var(--series-1)", strokeWidth: 2, r: 6 }),
      text(ends, { x: "epoch", y: "loss", text: "of", fill: "of", textAnchor: "start", dx: 10 }),
    ],
  };
}
