import { type MetricName, metricNames, metrics } from "../../parts/metrics.ts";
import { figureText } from "../../parts/number-text.ts";
import { linesOf, type Report } from "./report.ts";

/** The figures that one looks at first, each beside what needs no model; choosing one shows it below. */
export function Headline(props: {
  readonly report: Report;
  readonly chosen: MetricName;
  readonly choose: (name: MetricName) => void;
}) {
  const { report, chosen, choose } = props;
  return (
    <ul class="figures">
      {metricNames.map((name) => {
        const interval = report.live.intervals[name];
        return (
          <li key={name}>
            <button type="button" aria-pressed={name === chosen} onClick={() => choose(name)}>
              <span class="small quiet">{metrics[name].title}</span>
              <span class="figure value">{figureText(report.live.figures[name])}</span>
              <span class="figure small quiet">
                {interval === null ? "no interval" : `${figureText(interval.low)} to ${figureText(interval.high)}`}
              </span>
              {linesOf(report, name).map((line) => (
                <span key={line.name} class="figure small">
                  {line.name} {figureText(line.value)}
                </span>
              ))}
              <span class="small quiet says">{metrics[name].says}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
