import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { api, type Problem } from "../../api/client.ts";
import { outcomeOf, type Told } from "../../api/outcome.ts";
import { type Answer, useAnswer } from "../../api/use-answer.ts";
import { Failed } from "../../parts/failed.tsx";
import { GateChecks, type GateVerdict } from "./gate-checks.tsx";

/** A change of which model scores, asked for and not confirmed yet. */
export type Change =
  | { readonly kind: "promote"; readonly model: string }
  | { readonly kind: "challenge"; readonly model: string }
  | { readonly kind: "withdraw"; readonly model: string }
  | { readonly kind: "roll back"; readonly from: string; readonly to: string };

interface DialogProps {
  readonly change: Change;
  /** `done` says what was done; undefined where nothing was. */
  readonly close: (done?: string) => void;
}

/** Says what a change means, of a promotion what the gate finds as well, and makes it once it is confirmed. */
export function ReleaseDialog({ change, close }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [force, setForce] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const gate = useGate(change);
  const { title, meaning, button, done } = wordsOf(change);
  // before the next key is read: Escape goes to the dialog, however soon it comes
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const isRefused = gate.state === "ready" && !gate.value.isPassed;
  const isSure = gate.state === "unasked" || (gate.state === "ready" && (gate.value.isPassed || force.trim() !== ""));
  const confirm = async () => {
    setBusy(true);
    const outcome = await outcomeOf(make(change, isRefused ? force.trim() : undefined));
    if ("value" in outcome) return close(done);
    setBusy(false);
    setProblem(outcome.problem);
  };
  return (
    <dialog ref={dialog} class="release" aria-labelledby="release-title" onClose={() => close()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure && !isBusy) void confirm();
        }}
      >
        <h1 id="release-title">{title}</h1>
        <p>{meaning}</p>
        {gate.state !== "unasked" && <GateChecks gate={gate} />}
        {isRefused && (
          <label>
            Why it is promoted all the same
            <input value={force} maxLength={500} onInput={(event) => setForce(event.currentTarget.value)} />
            <span class="small quiet">Kept with the release, for whoever asks later.</span>
          </label>
        )}
        {problem && <Failed problem={problem} />}
        <p class="do">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={!isSure || isBusy}>
            {isRefused ? "Promote all the same" : button}
          </button>
        </p>
      </form>
    </dialog>
  );
}

/** What the gate says to a promotion; other changes don't ask it. */
function useGate(change: Change): Answer<GateVerdict> {
  const reference = change.kind === "promote" ? change.model : undefined;
  return useAnswer(reference, (signal) =>
    api.GET("/api/models/{reference}/gate", { params: { path: { reference: reference! } }, signal }),
  );
}

function make(change: Change, force: string | undefined): Promise<Told<unknown>> {
  switch (change.kind) {
    case "promote":
      return api.POST("/api/models/{reference}/promote", {
        params: { path: { reference: change.model } },
        body: force === undefined ? {} : { force },
      });
    case "challenge":
      return api.POST("/api/models/{reference}/challenge", { params: { path: { reference: change.model } } });
    case "withdraw":
      return api.POST("/api/models/withdraw");
    case "roll back":
      return api.POST("/api/models/rollback");
  }
}

function wordsOf(change: Change) {
  switch (change.kind) {
    case "promote":
      return {
        title: `Promote ${change.model}?`,
        meaning: "It becomes the champion and scores from the next batch on. One step leads back: roll back.",
        button: "Promote",
        done: `${change.model} is the champion now.`,
      };
    case "challenge":
      return {
        title: `Let ${change.model} challenge?`,
        meaning:
          "It scores what the champion scores, and nothing that the shop gets changes. A challenger before it is done.",
        button: "Let it challenge",
        done: `${change.model} challenges the champion now.`,
      };
    case "withdraw":
      return {
        title: `Withdraw ${change.model}?`,
        meaning: "It scores no more. What it scored so far stays, and so does the model.",
        button: "Withdraw",
        done: `${change.model} challenges no more.`,
      };
    case "roll back":
      return {
        title: `Roll back to ${change.to}?`,
        meaning: `${change.to}, the champion before ${change.from}, scores again from the next batch on. Another rollback returns.`,
        button: "Roll back",
        done: `${change.to} is the champion again.`,
      };
  }
}
