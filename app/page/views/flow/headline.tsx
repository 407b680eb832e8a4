import type { Problem } from "../../api/client.ts";
import { bytesText, countText, rateText, timeText } from "../../parts/number-text.ts";
import { sentence } from "../../parts/sentence.ts";
import type { Moment } from "./live.ts";

/** In a word whether the pipeline does its work, why not, and the figures that one looks at first. */
export function Headline({ now, problem }: { readonly now: Moment; readonly problem: Problem | undefined }) {
  const { champion, challenger, deadLetters, memory, stages } = now;
  const arriving = now.topics.filter(({ name }) => name === "searches" || name === "labels");
  const rate = arriving.reduce<number | null>((sum, { perSecond }) => add(sum, perSecond), null);
  const waiting = stages.reduce<number | null>((sum, { lag }) => add(sum, lag), null);
  const scoring = stages.find(({ name }) => name === "score");
  return (
    <header class="headline">
      <Status now={now} problem={problem} />
      <dl>
        <Fact name="searches a second" value={rateText(rate)} />
        <Fact name="entries wait" value={countText(waiting)} />
        <Fact name="to a score, p99" value={timeText(scoring?.latencyP99Ms)} />
        <Fact name="dead letters" value={countText(deadLetters)} isBad={(deadLetters ?? 0) > 0} />
        <Fact name="memory" value={bytesText(memory.rssBytes)} />
        <Fact
          name={challenger === null ? "scores" : `scores; ${challenger} challenges`}
          value={champion ?? "no model"}
          isName
        />
      </dl>
    </header>
  );
}

function add(sum: number | null, value: number | null): number | null {
  return value === null ? sum : (sum ?? 0) + value;
}

function Fact(props: {
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
  readonly isName?: boolean;
}) {
  const { name, value, isBad = false, isName = false } = props;
  return (
    <div class={`fact${isBad ? " bad" : ""}${isName ? " name" : ""}`}>
      <dt class="small">{name}</dt>
      <dd class="figure">{value}</dd>
    </div>
  );
}

function Status({ now, problem }: { readonly now: Moment; readonly problem: Problem | undefined }) {
  const { sign, word, kind, reasons } = statusOf(now, problem);
  return (
    <div class={`status ${kind}`} role="status">
      <p class="word">
        <span aria-hidden="true">{sign}</span> {word}
      </p>
      {reasons.length > 0 && (
        <ul class="small">
          {reasons.slice(0, 4).map((reason) => (
            <li key={reason}>{sentence(reason)}</li>
          ))}
          {reasons.length > 4 && <li>And {reasons.length - 4} more.</li>}
        </ul>
      )}
    </div>
  );
}

function statusOf({ phase, isReady, reasons, runsStages }: Moment, problem: Problem | undefined) {
  if (problem !== undefined)
    return { sign: "◌", word: "Connection lost", kind: "lost", reasons: [problem.title, problem.detail] };
  if (phase !== "running")
    return { sign: "◐", word: phase === "starting" ? "Starting" : "Stopping", kind: "lost", reasons };
  if (isReady) return { sign: "●", word: runsStages ? "Running" : "Watching the log", kind: "good", reasons };
  return { sign: "▲", word: "Stalls", kind: "bad", reasons };
}
