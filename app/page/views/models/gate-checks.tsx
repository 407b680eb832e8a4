import type { AnswerOf } from "../../api/answers.ts";
import type { Answer } from "../../api/use-answer.ts";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { sentence } from "../../parts/sentence.ts";

/** What the gate finds of a model. */
export type GateVerdict = AnswerOf<"/api/models/{reference}/gate">;

type Check = GateVerdict["checks"][number];

/** What the gate says to a promotion: each thing that it asks, and what it found. */
export function GateChecks({ gate }: { readonly gate: Answer<GateVerdict> }) {
  if (gate.state === "failed") return <Failed problem={gate.problem} retry={gate.retry} />;
  if (gate.state !== "ready") return <Loading what="what the gate says" />;
  const { isPassed, checks, champion } = gate.value;
  const refused = checks.filter((check) => !check.isPassed).length;
  return (
    <section class="gate" aria-label="What the gate says">
      <h2 class={isPassed ? "passed" : "refused"}>
        {isPassed
          ? "The gate lets it through"
          : `The gate refuses it, for ${refused} of ${checks.length} things it asks`}
        {champion !== null && `, against ${champion}`}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <ul class="checks" tabIndex={0}>
        {checks.toSorted(refusedFirst).map(({ what, isPassed: isMet, found }) => (
          <li key={what} class={isMet ? "passed" : "refused"}>
            <span class="sign" aria-hidden="true">
              {isMet ? "✓" : "✗"}
            </span>
            <p>
              <span class="unseen">{isMet ? "passed:" : "refused:"}</span> {sentence(what).slice(0, -1)}
              <span class="small quiet">{found}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function refusedFirst(one: Check, other: Check): number {
  return Number(one.isPassed) - Number(other.isPassed);
}
