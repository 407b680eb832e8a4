import { dot, gridX, type PlotOptions, ruleX, ruleY } from "@observablehq/plot";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import { type MetricName, metricNames, metrics } from "../../parts/metrics.ts";
import { countText, figureText, timeText } from "../../parts/number-text.ts";
import { address, go, withQuery } from "../../shell/address.ts";
import { dayText } from "./moment-text.ts";
import { type Ladder, type Model, roleOf, type Standing, testFigure } from "./standing.ts";

/** As many as the server compares at once. */
const mostCompared = 5;
/** As tall as `models.css` makes a row. */
const rowHeight = 44;
const axisHeight = 24;

interface LadderProps {
  readonly standing: Standing;
  readonly ladder: Ladder;
  /** The figure that is drawn. */
  readonly name: MetricName;
  /** References of the models that are compared. */
  readonly beside: readonly string[];
  /** The model that is shown below. */
  readonly chosen: string;
}

/** Models of the same rows, best first, each figure with its interval; from here models are chosen to be looked at and compared. */
export function LadderTable({ standing, ladder, name, beside, chosen }: LadderProps) {
  const options = useMemo(() => optionsOf({ standing, ladder, name, chosen }), [standing, ladder, name, chosen]);
  const { title, isBetterUp, says } = metrics[name];
  const tested = ladder.models[0]!.metrics.test;
  return (
    <section class="panel" aria-label="Ladder">
      <header>
        <h2>Ladder</h2>
        <LadderChoice standing={standing} ladder={ladder} />
        <FigureChoice chosen={name} />
      </header>
      <p class="small quiet">
        On {countText(tested.pairs)} judged pairs of {countText(tested.searches)} searches that no model learned from.
        The best on the rows to choose by stands first. {title}: {says}. Bars hold the figure with 95 % confidence
        {ladder.lineToBeat === null ? "." : "; the dashed line is what always saying the mean grade gets."}
      </p>
      <table class="ladder">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">compare</span>
            </th>
            <th scope="col">model</th>
            <th scope="col" class="plotted">
              {title}, {isBetterUp ? "higher" : "lower"} is better
            </th>
            <th scope="col" class="number">
              {title}
            </th>
            <th scope="col" class="number spare">
              95 %
            </th>
            <th scope="col" class="number spare">
              1,000 scores
            </th>
          </tr>
        </thead>
        <tbody>
          {ladder.models.map((model, i) => (
            <Rung key={model.reference} {...{ model, standing, name, beside, chosen }} isLine={isLine(ladder, model)}>
              {i === 0 && (
                <td class="plotted" rowSpan={ladder.models.length + 1}>
                  <Chart label={`${title} of ${ladder.models.length} models`} options={options} />
                </td>
              )}
            </Rung>
          ))}
          <tr class="axis">
            <td colSpan={2} />
            <td />
            <td class="spare" />
            <td class="spare" />
          </tr>
        </tbody>
      </table>
      <p class="small quiet">
        {beside.length < 2
          ? "Tick two or more to compare them on the rows that all of them were tested on."
          : `${beside.length} are compared below.`}
      </p>
    </section>
  );
}

interface RungProps extends Omit<LadderProps, "ladder"> {
  readonly model: Model;
  readonly isLine: boolean;
  /** The cell of the plot, in the first row. */
  readonly children: ComponentChildren;
}

function Rung({ model, standing, name, beside, chosen, isLine: isLineToBeat, children }: RungProps) {
  const { reference, trainedAt, msPerThousandScores } = model;
  const { value, interval } = testFigure(model, name);
  const role = roleOf(standing, reference);
  const isCompared = beside.includes(reference);
  return (
    <tr aria-current={reference === chosen ? "true" : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={`Compare ${reference}`}
          checked={isCompared}
          disabled={!isCompared && beside.length === mostCompared}
          onChange={() => compare(reference, beside)}
        />
      </td>
      <th scope="row">
        <a href={withQuery(address.value, { model: reference })}>{reference}</a>
        <span class="small quiet">
          {role && <span class={`badge ${role}`}>{role}</span>}
          <span class={role && "spare"}>{isLineToBeat ? "the line to beat" : dayText(trainedAt)}</span>
        </span>
      </th>
      {children}
      <td class="number">{figureText(value)}</td>
      <td class="number small quiet spare">
        {interval === null ? "–" : `${figureText(interval.low)} to ${figureText(interval.high)}`}
      </td>
      <td class="number small quiet spare">{timeText(msPerThousandScores)}</td>
    </tr>
  );
}

function LadderChoice({ standing: { ladders }, ladder }: Pick<LadderProps, "standing" | "ladder">) {
  if (ladders.length === 1) return <span class="small quiet">{ladderText(ladder)}</span>;
  return (
    <select
      aria-label="Rows that models learned from"
      value={ladders.indexOf(ladder)}
      onChange={({ currentTarget: { value } }) =>
        go(withQuery(address.value, { ladder: value === "0" ? undefined : value }), { replace: true })
      }
    >
      {ladders.map((one, i) => (
        <option key={ladderText(one)} value={i}>
          {ladderText(one)}
        </option>
      ))}
    </select>
  );
}

const held = {
  rows: "single rows held back",
  queries: "queries held back",
  both: "queries and rows held back",
} as const;

function ladderText({ from, rows, split, seed }: Ladder): string {
  return `${from}, ${countText(rows)} rows, ${held[split]}${seed === 1 ? "" : `, seed ${seed}`}`;
}

function FigureChoice({ chosen }: { readonly chosen: MetricName }) {
  return (
    <fieldset class="segments">
      <legend class="unseen">Figure</legend>
      {metricNames.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === chosen}
          onClick={() => go(withQuery(address.value, { figure: name }), { replace: true })}
        >
          {metrics[name].title}
        </button>
      ))}
    </fieldset>
  );
}

function isLine({ lineToBeat }: Ladder, { reference }: Model): boolean {
  return reference === lineToBeat;
}

function compare(reference: string, beside: readonly string[]): void {
  const next = beside.includes(reference) ? beside.filter((other) => other !== reference) : [...beside, reference];
  const query = new URLSearchParams(address.value.query);
  query.delete("beside");
  for (const one of next) query.append("beside", one);
  go(query.size === 0 ? address.value.path : `${address.value.path}?${query}`, { replace: true });
}

function optionsOf({
  standing,
  ladder,
  name,
  chosen,
}: Omit<LadderProps, "beside">): PlotOptions & { readonly height: number } {
  const rows = ladder.models.flatMap((model) => {
    const { value, interval } = testFigure(model, name);
    if (value === null) return [];
    const { low, high } = interval ?? { low: value, high: value };
    return [{ row: model.reference, value, low, high, role: roleOf(standing, model.reference) ?? "none" }];
  });
  const line = rows.filter(({ row }) => row === ladder.lineToBeat);
  const ends = rows.flatMap(({ low, high }) => [low, high]);
  const room = Math.max(0.005, (Math.max(...ends) - Math.min(...ends)) * 0.05);
  return {
    height: ladder.models.length * rowHeight + axisHeight,
    ...{ marginLeft: 0, marginRight: 0, marginTop: 0, marginBottom: axisHeight, insetLeft: 12, insetRight: 12 },
    x: { domain: [Math.min(...ends) - room, Math.max(...ends) + room], label: null, ticks: 4 },
    y: { type: "point", domain: ladder.models.map(({ reference }) => reference), padding: 0.5, axis: null },
    color: {
      domain: ["champion", "challenger", "none"],
      range: ["var(--series-1)", "var(--series-2)", "var(--quiet)"],
    },
    marks: [
      ruleY([chosen], { stroke: "var(--hover)", strokeWidth: rowHeight }),
      gridX(),
      ruleX(line, { x: "value", stroke: "var(--quiet)", strokeDasharray: "4 3" }),
      ruleY(rows, {
        y: "row",
        x1: "low",
        x2: "high",
        stroke: "role",
        strokeWidth: 6,
        strokeOpacity: 0.3,
        strokeLinecap: "round",
      }),
      dot(rows, { x: "value", y: "row", fill: "role", r: 5 }),
    ],
  };
}
