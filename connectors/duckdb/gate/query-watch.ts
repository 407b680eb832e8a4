import { TwinstreamError } from "../../../schemas/errors.ts";
import type { Clock } from "../../clock.ts";
import type { QueryProcess } from "./query-process.ts";

/** When a query is ended before it has answered. */
export interface QueryEnd {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/** What kills the process of a query when its time is over or nobody wants it any more. */
export interface QueryWatch {
  /** Time that passes until `resume` is the reader's, not the query's. */
  pause(): void;
  resume(): void;
  /** Why it killed the process; undefined when it did not. */
  why(): TwinstreamError | undefined;
  stop(): void;
}

/** Watches a query from now on. */
export function watchQuery(process: Pick<QueryProcess, "kill">, { deadlineMs, signal, clock }: QueryEnd): QueryWatch {
  let why: TwinstreamError | undefined;
  let leftMs = deadlineMs;
  let since = 0;
  let waiting = new AbortController();
  const end = (reason: string) => {
    why ??= new TwinstreamError("SQL_STOPPED", reason);
    process.kill();
  };
  const cancel = () => end("the query was cancelled");
  const pause = () => {
    waiting.abort();
    leftMs -= clock.now() - since;
  };
  const resume = () => {
    since = clock.now();
    waiting = new AbortController();
    const current = waiting.signal;
    void clock.wait(Math.max(0, leftMs), current).then(() => {
      if (!current.aborted)
        end(`the query was ended after ${deadlineMs / 1000} s, its time limit; ask for less, or allow it more time`);
    });
  };
  resume();
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) cancel();
  return {
    pause,
    resume,
    why: () => why,
    stop() {
      pause();
      signal?.removeEventListener("abort", cancel);
    },
  };
}
