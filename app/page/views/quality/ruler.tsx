import { dot, type PlotOptions, ruleX, ruleY, text } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import { Explained } from "../../parts/explained.tsx";
import type { Report } from "./report.ts";

/** What is a good NDCG: where live scores stand on the way from a random order to the best one. */
export function Ruler({ report }: { readonly report: Report }) {
  const { random, bm25 } = report.references;
  const { figures, intervals } = report.live;
  const options = useMemo(() => optionsOf(report), [report]);
  if (random.ndcg10 === null || figures.ndcg10 === null) return null;
  const way = (figures.ndcg10 - random.ndcg10) / (1 - random.ndcg10);
  const label = `NDCG@10 from ${random.ndcg10.toFixed(3)} by chance to 1: BM25 ${bm25.ndcg10?.toFixed(3)}, live ${figures.ndcg10.toFixed(3)}`;
  return (
    <Explained
      title={`What is a good NDCG? Live scores go ${Math.round(way * 100)} % of the way from chance to perfect`}
      how="Even a random order gets much of NDCG, since a result list mostly holds products that fit; so the scale begins there, and not at 0. What counts is how far right of BM25, which learned nothing, live scores stand, and whether their bracket is clear of it."
    >
      <Chart label={`${label}${intervals.ndcg10 ? "" : ", without an interval"}`} options={options} />
    </Explained>
  );
}

function optionsOf({ references, live, beside }: Report): PlotOptions & { readonly height: number } {
  const chance = references.random.ndcg10 ?? 0;
  const marks = [
    { name: "random order", value: chance, place: 1 },
    { name: "BM25", value: references.bm25.ndcg10, place: -1 },
    { name: "perfect", value: 1, place: 1 },
    { name: "live", value: live.figures.ndcg10, place: 1 },
    ...(beside ? [{ name: beside.challenger, value: beside.ofChallenger.figures.ndcg10, place: -1 }] : []),
  ].filter(({ value }) => value !== null);
  const intervals = live.intervals.ndcg10 ? [live.intervals.ndcg10] : [];
  const start = Math.min(chance, ...marks.map(({ value }) => value!));
  const below = marks.filter(({ place }) => place < 0);
  const above = marks.filter(({ place }) => place > 0);
  return {
    height: 92,
    ...{ marginLeft: 40, marginRight: 40, marginTop: 4, marginBottom: 22 },
    x: { domain: [start, 1], label: null, ticks: 6 },
    y: { domain: [-1, 1], axis: null },
    color: { domain: ["live"], range: ["var(--series-1)"], unknown: "var(--quiet)" },
    marks: [
      ruleY([0], { stroke: "var(--line)", strokeWidth: 4 }),
      ruleY(intervals, { y: 0, x1: "low", x2: "high", stroke: "var(--series-1)", strokeWidth: 10, strokeOpacity: 0.3 }),
      ruleX(marks, { x: "value", y1: -0.25, y2: 0.25, stroke: "name", strokeWidth: 2 }),
      dot(marks, { x: "value", y: 0, fill: "name", r: 5 }),
      text(above, { x: "value", y: 0, text: "name", fill: "name", dy: -20, fontWeight: 600 }),
      text(below, { x: "value", y: 0, text: "name", fill: "name", dy: 20, fontWeight: 600 }),
    ],
  };
}
