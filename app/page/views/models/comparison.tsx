import { dot, type PlotOptions, ruleX, ruleY } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Chart } from "../../parts/chart.tsx";
import { DifferenceTable } from "../../parts/difference-table.tsx";
import { Explained } from "../../parts/explained.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { type MetricName, metrics } from "../../parts/metrics.ts";
import { countText } from "../../parts/number-text.ts";
import { sentence } from "../../parts/sentence.ts";

type Compared = AnswerOf<"/api/models/compare">["comparisons"][number];
type Slice = NonNullable<Compared["slices"]>[number];

interface ComparisonProps {
  /** Of two models or more. */
  readonly references: readonly string[];
  readonly name: MetricName;
}

/** Models beside the champion, or the first of them, on the very same rows: over all of these and by slice. */
export function Comparison({ references, name }: ComparisonProps) {
  const answer = useAnswer(references.join(), (signal) =>
    api.GET("/api/models/compare", { params: { query: { model: [...references] } }, signal }),
  );
  const told = shown(answer);
  const first = told?.comparisons[0]?.first ?? references[0];
  return (
    <Explained
      title={`Compared with ${first}`}
      how="The two models of a table scored the very same rows, so that luck of the draw falls on both alike. A difference is certain when its bar keeps clear of the upright line at 0."
    >
      {answer.state === "loading" && told === undefined && <Loading what="the comparison" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {told && <Told comparisons={told.comparisons} name={name} />}
    </Explained>
  );
}

interface ToldProps {
  readonly comparisons: readonly Compared[];
  readonly name: MetricName;
}

function Told({ comparisons, name }: ToldProps) {
  const { title, isBetterUp } = metrics[name];
  const bars = useMemo(() => barsOf(comparisons, name), [comparisons, name]);
  const options = useMemo(() => optionsOf(bars), [bars]);
  const models = [...new Set(bars.map(({ model }) => model))];
  return (
    <div class="compared">
      {comparisons.map((comparison) => (
        <Pair key={comparison.second} comparison={comparison} />
      ))}
      {bars.length > 0 && (
        <>
          <h3>
            Difference in {title} by slice: {isBetterUp ? "right" : "left"} of the line is better
          </h3>
          <ul class="small legend">
            {models.map((model, i) => (
              <li key={model}>
                <span aria-hidden="true" style={{ color: colour(i) }}>
                  ●
                </span>{" "}
                {model}
              </li>
            ))}
          </ul>
          <Chart label={`Difference in ${title} by slice`} options={options} />
        </>
      )}
    </div>
  );
}

function Pair({ comparison: { first, second, slices, reason, notes = [] } }: { readonly comparison: Compared }) {
  const all = slices?.find(({ slice }) => slice === "all");
  if (all === undefined)
    return (
      <p>
        <strong>{second}</strong> can't be compared with {first}. {sentence(reason ?? "they share no rows")}
      </p>
    );
  const caption = `${countText(all.pairs)} pairs of ${countText(all.searches)} searches that both were tested on`;
  return (
    <div>
      <DifferenceTable
        {...{ first, second, caption, judged: second, figures: all.figures }}
        label={`${second} against ${first}`}
      />
      {notes.map((note) => (
        <p key={note} class="small quiet">
          {sentence(note)}
        </p>
      ))}
    </div>
  );
}

/** The difference of a model on a slice. */
interface Bar {
  readonly model: string;
  readonly slice: string;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

function barsOf(comparisons: readonly Compared[], name: MetricName): readonly Bar[] {
  return comparisons.flatMap(({ second: model, slices = [] }) =>
    slices.flatMap((slice) => {
      const figure = slice.figures[name];
      return figure === null
        ? []
        : [{ model, slice: sliceText(slice), difference: figure.difference, ...figure.interval }];
    }),
  );
}

function sliceText({ slice, value }: Slice): string {
  if (slice === "all") return "all rows";
  return slice === "seen_query" ? `query ${value}` : `${value} ${value === "1" ? "word" : "words"}`;
}

const barHeight = 16;

function optionsOf(bars: readonly Bar[]): PlotOptions & { readonly height: number } {
  const models = [...new Set(bars.map(({ model }) => model))];
  const slices = [...new Set(bars.map(({ slice }) => slice))];
  return {
    height: slices.length * (models.length * barHeight + 12) + 24,
    ...{ marginLeft: 92, marginRight: 12, marginTop: 0, marginBottom: 24 },
    x: { label: null, ticks: 5, grid: true, nice: true },
    y: { type: "point", domain: models, padding: 0.5, axis: null },
    fy: { domain: slices, label: null, axis: "left", padding: 0.2 },
    color: { domain: models, range: models.map((_, i) => colour(i)) },
    marks: [
      ruleX([0], { stroke: "var(--strong-line)" }),
      ruleY(bars, {
        fy: "slice",
        y: "model",
        x1: "low",
        x2: "high",
        stroke: "model",
        strokeWidth: 3,
        strokeOpacity: 0.5,
      }),
      dot(bars, { fy: "slice", y: "model", x: "difference", fill: "model", r: 4 }),
    ],
  };
}

/** Not those that the ladder has for champion and challenger. */
function colour(place: number): string {
  return `var(--series-${place + 3})`;
}
