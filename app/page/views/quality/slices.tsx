import { dot, type PlotOptions, ruleX, ruleY } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import { Explained } from "../../parts/explained.tsx";
import { type MetricName, metrics } from "../../parts/metrics.ts";
import { NumberHeads } from "../../parts/number-heads.tsx";
import { countText, figureText } from "../../parts/number-text.ts";
import { ScrolledTable } from "../../parts/scrolled-table.tsx";
import type { Report } from "./report.ts";

type Slice = Report["slices"][number];

const titles: Readonly<Record<string, string>> = {
  seen_query: "query",
  query_words: "words",
  score_band: "score",
  category: "category",
  brand: "brand",
};

/** A figure of the parts of what was judged, each with its interval, beside that of all. */
export function Slices({ report, name }: { readonly report: Report; readonly name: MetricName }) {
  const told = useMemo(() => report.slices.filter(({ figures }) => figures[name] !== null), [report, name]);
  const options = useMemo(() => optionsOf(report, told, name), [report, told, name]);
  if (told.length === 0) return null;
  const { title, isBetterUp } = metrics[name];
  return (
    <Explained
      title={`${title} by slice`}
      how={`Each row is a part of what was judged, with its 95 % interval; the upright line is the figure of all. Rows whose interval lies wholly ${isBetterUp ? "left" : "right"} of it are certainly worse than the rest: those are where work pays.${isBetterUp ? " Slices of products say nothing of order, and are left out." : ""}`}
    >
      <Chart label={`${title} of ${told.length} slices`} options={options} />
      <details>
        <summary class="small quiet">As a table</summary>
        <SliceTable slices={told} name={name} />
      </details>
    </Explained>
  );
}

function SliceTable({ slices, name }: { readonly slices: readonly Slice[]; readonly name: MetricName }) {
  return (
    <ScrolledTable label="Slices as a table">
      <thead>
        <tr>
          <th scope="col">slice</th>
          <NumberHeads names={["pairs", metrics[name].title, "from", "to"]} />
        </tr>
      </thead>
      <tbody>
        {slices.map((slice) => (
          <tr key={nameOf(slice)}>
            <th scope="row">{nameOf(slice)}</th>
            <td class="number">{countText(slice.figures.pairs)}</td>
            <td class="number">{figureText(slice.figures[name])}</td>
            <td class="number">{figureText(slice.intervals[name]?.low)}</td>
            <td class="number">{figureText(slice.intervals[name]?.high)}</td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  );
}

const longestName = 26;

function nameOf({ slice, value }: Slice): string {
  const name = `${titles[slice] ?? slice} ${value}`;
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}

function optionsOf(
  { live }: Report,
  slices: readonly Slice[],
  name: MetricName,
): PlotOptions & { readonly height: number } {
  const rows = slices.map((slice) => ({
    ...{ row: nameOf(slice), value: slice.figures[name]!, slice: slice.slice },
    ...{ low: slice.intervals[name]?.low ?? Number.NaN, high: slice.intervals[name]?.high ?? Number.NaN },
  }));
  const kinds = [...new Set(rows.map(({ slice }) => slice))];
  return {
    height: 40 + rows.length * 20,
    ...{ marginLeft: 172, marginRight: 16, marginTop: 4, marginBottom: 24 },
    x: { label: null, ticks: 5, grid: true, nice: true },
    y: { type: "point", domain: rows.map(({ row }) => row), label: null, tickSize: 0 },
    color: { domain: kinds, range: kinds.map((_, i) => `var(--series-${(i % 8) + 1})`) },
    marks: [
      ruleX([live.figures[name]!], { stroke: "var(--strong-line)" }),
      ruleY(rows, { y: "row", x1: "low", x2: "high", stroke: "slice", strokeWidth: 2 }),
      dot(rows, { x: "value", y: "row", fill: "slice", r: 4 }),
    ],
  };
}
