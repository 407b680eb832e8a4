import { useEffect } from "preact/hooks";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { FlowCharts } from "./flow-charts.tsx";
import "./flow.css";
import { Headline } from "./headline.tsx";
import { watch, watched } from "./live.ts";
import { Topology } from "./topology.tsx";

/** *Flow*: the pipeline as it runs, second by second. */
export default function FlowView() {
  useEffect(watch, []);
  const { state, problem, moments } = watched.value;
  const now = moments.at(-1);
  return (
    <div class="flow">
      <h1 class="unseen">Flow</h1>
      {now === undefined && state === "connecting" && <Loading what="the pipeline" />}
      {now === undefined && problem !== undefined && <Failed problem={problem} />}
      {now !== undefined && (
        <>
          <Headline now={now} problem={state === "lost" ? problem : undefined} />
          {now.unknown.length > 0 && (
            <details class="unknown">
              <summary>The stages run in another process: some of this can't be known here</summary>
              <p class="quiet">{now.unknown.join(" ")}</p>
            </details>
          )}
          <Topology now={now} />
          {isStill(now) && <Still />}
          <FlowCharts moments={moments} />
        </>
      )}
    </div>
  );
}

/** Whether nothing has ever come. */
function isStill({ topics, stages }: NonNullable<(typeof watched.value.moments)[number]>): boolean {
  return topics.every(({ end }) => end === 0) && stages.every(({ eventsIn }) => (eventsIn ?? 0) === 0);
}

function Still() {
  return (
    <Empty title="Nothing has come yet">
      <p>
        Searches come from the topic <code>searches</code>: send them with <code>POST /api/events</code>, replay a file
        with <code>twinstream replay</code>, or start the demo shop with <code>twinstream start</code>. What comes is
        seen here within a second.
      </p>
    </Empty>
  );
}
