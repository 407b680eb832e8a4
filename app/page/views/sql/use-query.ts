import { useEffect, useRef, useState } from "preact/hooks";
import { api, type Problem } from "../../api/client.ts";
import { outcomeOf } from "../../api/outcome.ts";
import { remember } from "./query-history.ts";
import type { SqlResult } from "./result.ts";

/** A statement and how many of its rows are wanted. */
export interface Ask {
  readonly sql: string;
  readonly limit: number;
}

/** How far the last statement has come; the result before stays to be shown until there is another. */
export interface QueryRun {
  readonly asked: Ask | undefined;
  readonly state: "none" | "running" | "cancelled" | "failed" | "ready";
  readonly problem?: Problem;
  readonly result?: SqlResult;
  readonly milliseconds?: number;
}

/** Runs one statement at a time; another one, or `cancel`, ends it on the server too. */
export function useQuery() {
  const [run, setRun] = useState<QueryRun>({ asked: undefined, state: "none" });
  const ending = useRef<AbortController>(undefined);
  useEffect(() => () => ending.current?.abort(), []);
  const ask = async (asked: Ask) => {
    ending.current?.abort();
    ending.current = new AbortController();
    const { signal } = ending.current;
    const began = performance.now();
    setRun(({ result }) => ({ asked, state: "running", ...(result && { result }) }));
    const outcome = await outcomeOf<SqlResult>(api.POST("/api/sql", { body: asked, signal }));
    if (signal.aborted) return;
    if ("problem" in outcome) return setRun({ asked, state: "failed", problem: outcome.problem });
    const result = outcome.value;
    remember({ sql: asked.sql, time: Date.now(), rows: result.rows.length });
    setRun({ asked, state: "ready", result, milliseconds: performance.now() - began });
  };
  const cancel = () => {
    ending.current?.abort();
    setRun(({ asked, result }) => ({ asked, state: "cancelled", ...(result && { result }) }));
  };
  return { run, ask, cancel };
}
