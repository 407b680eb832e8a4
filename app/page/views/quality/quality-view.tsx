import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { type MetricName, metricNames, metrics } from "../../parts/metrics.ts";
import { countText } from "../../parts/number-text.ts";
import { address, go, withQuery } from "../../shell/address.ts";
import { BesideEachOther } from "./beside-each-other.tsx";
import { Calibration } from "./calibration.tsx";
import { Headline } from "./headline.tsx";
import { OverTime } from "./over-time.tsx";
import type { Report } from "./report.ts";
import "./quality.css";
import { Ruler } from "./ruler.tsx";
import { Slices } from "./slices.tsx";

const windows = {
  "15m": "15 minutes",
  "1h": "hour",
  "1d": "day",
  "7d": "7 days",
  "30d": "30 days",
  all: "everything",
} as const;

type Window = keyof typeof windows;

const renewEveryMs = 20_000;

/** *Quality*: how good live scores are by the labels that came, and against what. */
export default function QualityView() {
  const window = windowOf(address.value.query.get("window"));
  const name = metricOf(address.value.query.get("figure"));
  const round = useRounds();
  const answer = useAnswer(`${window} ${round}`, (signal) =>
    api.GET("/api/quality", { params: { query: { window } }, signal }),
  );
  const told = shown(answer);
  return (
    <div class="quality" aria-busy={answer.state === "loading"}>
      <div class="asked">
        <h1>Quality</h1>
        <Choice label="How far back" of={windows} chosen={window} choose={(to) => change({ window: to })} />
      </div>
      {answer.state === "loading" && told === undefined && <Loading what="what was judged" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {told?.report === null && <NothingJudged window={window} />}
      {told?.report && <Judged report={told.report} name={name} />}
    </div>
  );
}

function Judged({ report, name }: { readonly report: Report; readonly name: MetricName }) {
  const { searches, pairs } = report.live.figures;
  const isSampled = pairs < report.pairs;
  return (
    <>
      <p class="quiet small">
        {countText(pairs)} judged pairs of {countText(searches)} searches
        {isSampled && `, a sample of whole searches out of ${countText(report.pairs)} pairs`}; grades from{" "}
        {report.labelMin} to {report.labelMax}
        {report.otherRanges > 0 && `; ${countText(report.otherRanges)} pairs with grades of another range are left out`}
        . Brackets and bands hold the figure with 95 % confidence.
      </p>
      <Headline report={report} chosen={name} choose={(figure) => change({ figure })} />
      <OverTime report={report} name={name} />
      <Ruler report={report} />
      <BesideEachOther beside={report.beside} />
      <Calibration report={report} />
      <Slices report={report} name={name} />
    </>
  );
}

function NothingJudged({ window }: { readonly window: Window }) {
  return (
    <Empty title="Nothing was judged in this time">
      <p>
        Figures need labels: judged searches, or grades that come later for searches that were scored. Send them with{" "}
        <code>POST /api/events</code> or replay a file of judgments with <code>twinstream replay</code>
        {window === "all" ? "." : "; or look further back."}
      </p>
      {window !== "all" && (
        <button type="button" onClick={() => change({ window: "all" })}>
          Look at everything
        </button>
      )}
    </Empty>
  );
}

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly of: { readonly [name in Name]: string };
  readonly chosen: Name;
  readonly choose: (name: Name) => void;
}

function Choice<Name extends string>({ label, of, chosen, choose }: ChoiceProps<Name>) {
  return (
    <label class="choice">
      <span class="small quiet">{label}</span>
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value as Name)}>
        {Object.entries<string>(of).map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function change(changes: { readonly window?: Window; readonly figure?: MetricName }): void {
  go(withQuery(address.value, changes), { replace: true });
}

function windowOf(asked: string | null): Window {
  return asked !== null && asked in windows ? (asked as Window) : "1d";
}

function metricOf(asked: string | null): MetricName {
  return asked !== null && asked in metrics ? (asked as MetricName) : metricNames[0]!;
}

/** Counts up while somebody looks, so that figures are asked for anew. */
function useRounds(): number {
  const [round, setRound] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") setRound((before) => before + 1);
    }, renewEveryMs);
    return () => clearInterval(timer);
  }, []);
  return round;
}
