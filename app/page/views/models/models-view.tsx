import { useState } from "preact/hooks";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { type MetricName, metricNames, metrics } from "../../parts/metrics.ts";
import { address } from "../../shell/address.ts";
import { Comparison } from "./comparison.tsx";
import { LadderTable } from "./ladder-table.tsx";
import { ModelDetail } from "./model-detail.tsx";
import "./models.css";
import { type Change, ReleaseDialog } from "./release-dialog.tsx";
import { Releases } from "./releases.tsx";
import { Roles } from "./roles.tsx";
import { askStanding, modelsOf, type Standing } from "./standing.ts";

/** *Models*: the ladder they stand on, how each came about, which one scores, and what a change of that would mean. */
export default function ModelsView() {
  const [round, setRound] = useState(0);
  const [change, setChange] = useState<Change>();
  const [said, setSaid] = useState("");
  const answer = useAnswer(`${round}`, askStanding);
  const standing = shown(answer);
  const close = (done?: string) => {
    setChange(undefined);
    if (done === undefined) return;
    setSaid(done);
    setRound((before) => before + 1);
  };
  return (
    <div class="models" aria-busy={answer.state === "loading"}>
      <header>
        <h1>Models</h1>
        <p class="quiet">
          How good each is on searches it never learned from, what it came from, and which one scores.
        </p>
      </header>
      <p class="said" role="status">
        {said}
      </p>
      {answer.state === "loading" && standing === undefined && <Loading what="the models" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {standing?.ladders.length === 0 && <NothingTrained />}
      {standing && standing.ladders.length > 0 && <Trained standing={standing} ask={setChange} />}
      {change && <ReleaseDialog change={change} close={close} />}
    </div>
  );
}

interface TrainedProps {
  readonly standing: Standing;
  readonly ask: (change: Change) => void;
}

function Trained({ standing, ask }: TrainedProps) {
  const { query } = address.value;
  const ladder = standing.ladders[Number(query.get("ladder"))] ?? standing.ladders[0]!;
  const name = metricOf(query.get("figure"));
  const beside = query.getAll("beside");
  const models = modelsOf(standing);
  const asked = models.find(({ reference }) => reference === query.get("model"));
  const champion = models.find(({ reference }) => reference === standing.champion);
  const model = asked ?? champion ?? ladder.models[0]!;
  return (
    <>
      <Roles standing={standing} ask={ask} />
      <LadderTable standing={standing} ladder={ladder} name={name} beside={beside} chosen={model.reference} />
      {beside.length > 1 && <Comparison key={beside.join()} references={beside} name={name} />}
      <ModelDetail model={model} standing={standing} ask={ask} isAsked={asked !== undefined} />
      <Releases releases={standing.releases} />
    </>
  );
}

function metricOf(asked: string | null): MetricName {
  return asked !== null && asked in metrics ? (asked as MetricName) : metricNames[0]!;
}

function NothingTrained() {
  return (
    <Empty title="No model was trained yet">
      <p>
        Products are in the order that the search gave them until the first model scores. Train it on judged searches:
      </p>
      <pre>twinstream train ridge --from judged.csv --preset home-depot --promote</pre>
      <p>
        <code>--preset</code> names the kind of file, and <code>--map</code> the columns of any other. A demo shop
        trains its first model by itself, within a minute of its start.
      </p>
    </Empty>
  );
}
