import { useMemo, useRef, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { address } from "../../shell/address.ts";
import { CatalogList } from "./catalog-list.tsx";
import { errorPlace } from "./error-place.ts";
import { pastQueries } from "./query-history.ts";
import { HistoryList, SavedList } from "./query-list.tsx";
import { ResultShown } from "./result-shown.tsx";
import { type Pen, SqlEditor } from "./sql-editor.tsx";
import { type QueryRun, useQuery } from "./use-query.ts";
import "./sql.css";

const first = `-- which queries get the lowest scores? Ctrl-Enter runs it
SELECT query, count(*) AS shown, avg(score) AS mean_score
FROM scores
GROUP BY query
ORDER BY mean_score
LIMIT 50`;

const usualRows = 1_000;

/** *SQL*: questions to the tables, answered as a table or a plot. */
export default function SqlView() {
  const [text, setText] = useState(() => address.value.query.get("sql") ?? pastQueries.value[0]?.sql ?? first);
  const { run, ask, cancel } = useQuery();
  const pen = useRef<Pen | undefined>(undefined);
  const answer = useAnswer("catalog", (signal) => api.GET("/api/sql", { signal }));
  const catalog = shown(answer);
  const fault = useMemo(() => faultOf(run), [run]);
  const start = (sql: string) => void (sql.trim() !== "" && ask({ sql, limit: usualRows }));
  const take = (sql: string) => {
    pen.current?.replace(sql);
    start(sql);
  };
  return (
    <div class="sql">
      <h1 class="unseen">SQL</h1>
      <aside aria-label="What there is to ask">
        {answer.state === "loading" && catalog === undefined && <Loading what="tables" />}
        {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
        {catalog && (
          <>
            <details open={innerWidth > 760}>
              <summary>Tables</summary>
              <CatalogList catalog={catalog} insert={(name) => pen.current?.insert(name)} take={take} />
            </details>
            <details>
              <summary>Saved questions</summary>
              <SavedList saved={catalog.saved} take={take} />
            </details>
          </>
        )}
        <details>
          <summary>History</summary>
          <HistoryList take={take} />
        </details>
      </aside>
      <div class="work">
        <div class="editing">
          <SqlEditor initial={text} onText={setText} onRun={start} catalog={catalog} fault={fault} pen={pen} />
          <div class="bar">
            {run.state === "running" ? (
              <button type="button" onClick={cancel}>
                Cancel
              </button>
            ) : (
              <button type="button" class="primary" disabled={text.trim() === ""} onClick={() => start(text)}>
                Run
              </button>
            )}
            <span class="small quiet">
              <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs it, <kbd>Ctrl</kbd> <kbd>Space</kbd> completes. It reads, and
              changes nothing.
            </span>
          </div>
        </div>
        <RunShown run={run} more={(limit) => void ask({ sql: run.asked!.sql, limit })} />
      </div>
    </div>
  );
}

interface Running {
  readonly run: QueryRun;
  more(limit: number): void;
}

function RunShown({ run: { state, asked, problem, result, milliseconds }, more }: Running) {
  if (state === "failed") return <Failed problem={problem!} />;
  if (state === "cancelled") return <p class="quiet">Cancelled. The server has ended the query, too.</p>;
  return (
    <div aria-busy={state === "running"}>
      {state === "running" && result === undefined && <Loading what="rows" />}
      {result && <ResultShown result={result} sql={asked!.sql} milliseconds={milliseconds} more={more} />}
    </div>
  );
}

function faultOf({ state, asked, problem }: QueryRun) {
  const place = state === "failed" ? errorPlace(asked!.sql, problem!.detail) : undefined;
  return place && { ...place, message: problem!.detail };
}
