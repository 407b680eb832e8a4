import { line, type PlotOptions, ruleY, text } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import { Explained } from "../../parts/explained.tsx";
import { historyMs, type Moment, type StageMoment } from "./live.ts";

/** A history that has just begun is not drawn wider than this. */
const shortestMs = 60_000;

/** What of a stage is drawn over time. */
type Drawn = (stage: StageMoment) => number | null;

/** Rates, what waits and latency of every stage over the last minutes. */
export function FlowCharts({ moments }: { readonly moments: readonly Moment[] }) {
  const isTimed = moments.at(-1)!.stages.some(({ latencyP99Ms }) => latencyP99Ms !== null);
  return (
    <div class="charts">
      <Explained
        title="Events a second"
        how="Each line is what went into a stage, over the last five seconds, back to five minutes ago. Lines that lie on one another keep pace; one that falls below those before it is where the stream is held up."
      >
        <OverTime moments={moments} of={({ inPerSecond }) => inPerSecond} label="Events a second into each stage" />
      </Explained>
      <Explained
        title="Entries that wait"
        how="How much of a topic each stage has still to read. A saw-tooth is a stage that works in batches, a line that only rises is one that is too slow or stands still."
      >
        <OverTime moments={moments} of={({ lag }) => lag} label="Entries that wait for each stage" />
      </Explained>
      {isTimed && (
        <Explained
          title="Latency, 99 of 100 events"
          how="From an event's append to the topic that a stage reads until its batch there is done; the axis is logarithmic, each line ten times the one below. Record gathers events into files, so seconds are right for it and wrong for the others."
        >
          <OverTime
            moments={moments}
            of={({ latencyP99Ms }) => latencyP99Ms}
            label="99th percentile of latency of each stage, milliseconds"
            isLog
          />
        </Explained>
      )}
    </div>
  );
}

interface OverTimeProps {
  readonly moments: readonly Moment[];
  readonly of: Drawn;
  readonly label: string;
  readonly isLog?: true;
}

function OverTime({ moments, of, label, isLog }: OverTimeProps) {
  const options = useMemo(() => optionsOf(moments, of, isLog), [moments]);
  const newest = moments.at(-1)!.stages.map((stage) => `${stage.name} ${of(stage)?.toFixed(0) ?? "unknown"}`);
  return <Chart label={`${label}; now ${newest.join(", ")}`} options={options} />;
}

function optionsOf(moments: readonly Moment[], of: Drawn, isLog: true | undefined): PlotOptions & { height: number } {
  const now = moments.at(-1)!;
  const from = Math.max(now.time - historyMs, Math.min(moments[0]!.time, now.time - shortestMs));
  const stages = now.stages.map(({ name }) => name);
  const points = moments.flatMap(({ time, stages: all }) =>
    all.map((stage) => ({ time: new Date(time), stage: stage.name, value: of(stage) })),
  );
  const most = Math.max(isLog ? 1_000 : 10, ...points.map(({ value }) => value ?? 0));
  return {
    height: 180,
    ...{ marginLeft: 44, marginRight: 64, marginTop: 8, marginBottom: 22 },
    x: {
      type: "utc",
      domain: [new Date(from), new Date(now.time)],
      label: null,
      tickFormat: ago(now.time),
      ticks: 5,
    },
    y: isLog
      ? { type: "log", domain: [1, most], label: null, ticks: 4, tickFormat: "~s", grid: true }
      : { domain: [0, most], label: null, ticks: 4, tickFormat: "~s", grid: true, nice: true },
    color: { domain: stages, range: stages.map((_, i) => `var(--series-${(i % 8) + 1})`) },
    marks: [
      ...(isLog ? [] : [ruleY([0], { stroke: "var(--strong-line)" })]),
      // of a single moment there is no line
      line(moments.length > 1 ? points : [], {
        x: "time",
        y: (point) => drawable(point.value, isLog),
        stroke: "stage",
        strokeWidth: 1.75,
      }),
      text(spread(points.slice(-stages.length), most, isLog), {
        ...{ x: "time", y: "at", text: "stage", fill: "stage", textAnchor: "start", dx: 6, fontWeight: 500 },
      }),
    ],
  };
}

/** A gap where nothing is known; on a logarithmic axis nothing is below 1. */
function drawable(value: number | null, isLog: true | undefined): number {
  if (value === null) return Number.NaN;
  return isLog ? Math.max(1, value) : value;
}

interface Labelled {
  readonly time: Date;
  readonly stage: string;
  readonly value: number | null;
}

/** The names at the ends of the lines, moved apart so that none lies on another. */
function spread(ends: readonly Labelled[], most: number, isLog: true | undefined) {
  const [low, high] = isLog ? [0, Math.log(most)] : [0, most];
  const step = (high - low) / 11;
  const shown = ends
    .filter(({ value }) => value !== null)
    .map((end) => ({ ...end, place: isLog ? Math.log(Math.max(1, end.value!)) : end.value! }))
    .sort((one, other) => one.place - other.place);
  let below = Number.NEGATIVE_INFINITY;
  const raised = shown.map((end) => {
    below = Math.max(end.place, below + step);
    return { ...end, place: below };
  });
  const over = Math.max(0, below - high);
  return raised.map(({ place, ...end }) => ({ ...end, at: isLog ? Math.exp(place - over) : place - over }));
}

function ago(now: number): (time: Date) => string {
  return (time) => {
    const seconds = Math.round((now - time.getTime()) / 1_000);
    return seconds < 60 ? `${seconds} s ago` : `${+(seconds / 60).toFixed(1)} min ago`;
  };
}
