import { useEffect, useState } from "preact/hooks";
import type { Problem } from "./client.ts";
import { outcomeOf, type Told } from "./outcome.ts";
import { signIns } from "./token.ts";

/** How far a question to the server has come. */
export type Answer<Value> =
  /** Nobody has asked. */
  | { readonly state: "unasked" }
  /** The answer before stays to be shown, so that nothing jumps. */
  | { readonly state: "loading"; readonly last: Value | undefined }
  | { readonly state: "failed"; readonly problem: Problem; readonly retry: () => void }
  | { readonly state: "ready"; readonly value: Value };

/**
 * Asks the server whenever `key` changes, and anew when somebody signs in; what was asked before is given up. An undefined key asks nothing.
 * `ask` takes all that it asks for from what the key is made of.
 */
export function useAnswer<Value>(
  key: string | undefined,
  ask: (signal: AbortSignal) => Promise<Told<Value>>,
): Answer<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({ state: "unasked" });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (key === undefined) return setAnswer({ state: "unasked" });
    const ending = new AbortController();
    const settle = (settled: Answer<Value>) => {
      if (!ending.signal.aborted) setAnswer(settled);
    };
    const fail = (problem: Problem) => settle({ state: "failed", problem, retry: () => setTries((n) => n + 1) });
    setAnswer((before) => ({ state: "loading", last: shown(before) }));
    void outcomeOf(ask(ending.signal)).then((outcome) => {
      if ("problem" in outcome) fail(outcome.problem);
      else settle({ state: "ready", value: outcome.value });
    });
    return () => ending.abort();
  }, [key, tries, signIns.value]);
  return answer;
}

/** What there is to show of an answer: its value, or the one before while another is on its way. */
export function shown<Value>(answer: Answer<Value>): Value | undefined {
  if (answer.state === "ready") return answer.value;
  return answer.state === "loading" ? answer.last : undefined;
}
