import { areaY, dot, line, type PlotOptions, ruleX, ruleY, text } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import { Explained } from "../../parts/explained.tsx";
import { type MetricName, metrics } from "../../parts/metrics.ts";
import { linesOf, type Report } from "./report.ts";

type Options = PlotOptions & { readonly height: number };

/** A figure of the scores that counted, over time, with the lines that need no model. */
export function OverTime({ report, name }: { readonly report: Report; readonly name: MetricName }) {
  const { title, isBetterUp } = metrics[name];
  const options = useMemo(() => optionsOf(report, name), [report, name]);
  const better = isBetterUp ? "Higher is better" : "Lower is better";
  return (
    <Explained
      title={`${title} over time`}
      how={`The line is the figure of the searches judged in each stretch of time, the band where it lies with 95 % confidence; upright lines are where another model began to score. ${better}: a band that crosses a dashed line is not certainly better than what that line stands for.`}
    >
      <Chart label={`${title} in ${report.overTime.length} stretches of time`} options={options} />
    </Explained>
  );
}

function optionsOf(report: Report, name: MetricName): Options {
  const periods = report.overTime.map(({ from, to, figures, intervals, models }) => ({
    ...{ time: new Date((from + to) / 2), from: new Date(from), value: figures[name], models },
    ...{ low: intervals[name]?.low ?? Number.NaN, high: intervals[name]?.high ?? Number.NaN },
  }));
  const changes = periods.flatMap((period, i) => {
    const before = periods[i - 1]?.models.at(-1);
    const model = period.models.at(-1);
    return before === undefined || model === before ? [] : [{ from: period.from, model }];
  });
  const lines = linesOf(report, name);
  const known = periods.flatMap(({ value, low, high }) => [value, low, high]).filter((value) => Number.isFinite(value));
  const all = [...(known as number[]), ...lines.map(({ value }) => value)];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(0.01, (most - least) * 0.08);
  const isLine = periods.length > 1;
  return {
    height: 220,
    ...{ marginLeft: 44, marginRight: 104, marginTop: 16, marginBottom: 24 },
    x: { type: "time", label: null, ticks: 5 },
    y: { domain: [least - room, most + room], label: null, ticks: 5, grid: true },
    marks: [
      areaY(isLine ? periods : [], { x: "time", y1: "low", y2: "high", fill: "var(--series-1)", fillOpacity: 0.16 }),
      ruleX(isLine ? [] : periods, { x: "time", y1: "low", y2: "high", stroke: "var(--series-1)" }),
      ruleY(lines, { y: "value", stroke: "var(--quiet)", strokeDasharray: "4 3" }),
      text(lines, { y: "value", text: "name", frameAnchor: "right", textAnchor: "start", dx: 6, fill: "var(--quiet)" }),
      ruleX(changes, { x: "from", stroke: "var(--strong-line)" }),
      text(changes, { x: "from", text: "model", frameAnchor: "top", textAnchor: "start", dx: 4, dy: -12 }),
      line(isLine ? periods : [], { x: "time", y: "value", stroke: "var(--series-1)", strokeWidth: 2 }),
      dot(periods, { x: "time", y: "value", r: 2.5, fill: "var(--series-1)" }),
    ],
  };
}
