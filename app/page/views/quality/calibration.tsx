import { dot, line, type PlotOptions, ruleX } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import { Explained } from "../../parts/explained.tsx";
import type { Report } from "./report.ts";

/** Whether a score of so much means a grade of so much. */
export function Calibration({ report }: { readonly report: Report }) {
  const options = useMemo(() => optionsOf(report), [report]);
  return (
    <Explained
      title="Calibration"
      how="Each dot is a tenth of the range: across what was predicted there, up what people said of it on average, with its 95 % interval; the larger, the more pairs. Dots on the slanted line mean what they say; above it the model is too modest, below it too sure."
    >
      <Chart
        label={`Mean grade by predicted score in ${report.calibration.length} tenths of the range`}
        options={options}
      />
    </Explained>
  );
}

function optionsOf({ calibration, labelMin, labelMax }: Report): PlotOptions & { readonly height: number } {
  const ends = [labelMin, labelMax];
  const bounded = calibration.flatMap(({ interval, meanScore }) => (interval ? [{ ...interval, meanScore }] : []));
  return {
    height: 280,
    ...{ marginLeft: 44, marginRight: 16, marginTop: 8, marginBottom: 36 },
    x: { domain: ends, label: "predicted", ticks: 5, grid: true },
    y: { domain: ends, label: "judged", ticks: 5, grid: true },
    r: { range: [3, 12] },
    marks: [
      line(
        ends.map((end) => [end, end]),
        { stroke: "var(--strong-line)", strokeDasharray: "4 3" },
      ),
      ruleX(bounded, { x: "meanScore", y1: "low", y2: "high", stroke: "var(--series-1)", strokeWidth: 2 }),
      dot(calibration, { x: "meanScore", y: "meanGrade", r: "pairs", fill: "var(--series-1)", fillOpacity: 0.75 }),
    ],
  };
}
