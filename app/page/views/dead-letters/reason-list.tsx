import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Failed } from "../../parts/failed.tsx";
import { address, go, withQuery } from "../../shell/address.ts";
import type { Filter } from "./dead-letters-view.tsx";

type Reason = AnswerOf<"/api/dead-letters/reasons">["reasons"][number];

const shownAtFirst = 5;

/** What letters died of, most frequent first: to choose those of one cause, and to replay them together. */
export function ReasonList({ filter }: { readonly filter: Filter }) {
  const answer = useAnswer("reasons", (signal) => api.GET("/api/dead-letters/reasons", { signal }));
  const [isWhole, setWhole] = useState(false);
  if (answer.state === "failed") return <Failed problem={answer.problem} retry={answer.retry} />;
  if (answer.state !== "ready") return null;
  const { reasons } = answer.value;
  const most = Math.max(1, ...reasons.map(({ letters }) => letters));
  const visible = reasons.filter((reason, i) => isWhole || i < shownAtFirst || isChosen(reason, filter));
  return (
    <section class="reasons" aria-label="What they died of">
      <ul>
        {visible.map((reason) => (
          <li key={`${reason.stage} ${reason.topic} ${reason.reason}`}>
            <ReasonRow reason={reason} most={most} chosen={isChosen(reason, filter)} />
          </li>
        ))}
      </ul>
      {reasons.length > shownAtFirst && (
        <button type="button" class="plain small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Fewer reasons" : `All ${reasons.length} reasons`}
        </button>
      )}
    </section>
  );
}

function isChosen({ stage, topic, reason }: Reason, filter: Filter): boolean {
  return filter.stage === stage && filter.topic === topic && filter.reason === reason;
}

interface RowProps {
  readonly reason: Reason;
  readonly most: number;
  readonly chosen: boolean;
}

function ReasonRow({ reason: { stage, topic, reason, letters }, most, chosen }: RowProps) {
  const changes = chosen ? { stage: undefined, topic: undefined, reason: undefined } : { stage, topic, reason };
  return (
    <div class="reason">
      <button
        type="button"
        class="plain"
        aria-pressed={chosen}
        onClick={() => go(withQuery(address.value, { ...changes, cursor: undefined, id: undefined }))}
      >
        <span class="figure">{letters.toLocaleString("en")}</span>
        <span class="track" aria-hidden="true">
          <span style={{ inlineSize: `${(100 * letters) / most}%` }} />
        </span>
        <span class="why">{reason}</span>
        <span class="quiet small where">
          {stage} · {topic}
        </span>
      </button>
      {chosen && <ReplayAll stage={stage} topic={topic} reason={reason} letters={letters} />}
    </div>
  );
}

/** Sends all letters of a reason again, in as many requests as that takes. */
function ReplayAll({ letters, ...filter }: Required<Filter> & { readonly letters: number }) {
  const [said, setSaid] = useState("");
  const [isBusy, setBusy] = useState(false);
  const replay = async () => {
    setBusy(true);
    setSaid(await replayAll(filter, (sent) => setSaid(`${sent.toLocaleString("en")} sent so far …`)));
    setBusy(false);
  };
  return (
    <p class="replay-all">
      <button type="button" disabled={isBusy} onClick={() => void replay()}>
        Replay {letters === 1 ? "it" : `all ${letters.toLocaleString("en")}`}
      </button>
      <span role="status">{said}</span>
    </p>
  );
}

async function replayAll(filter: Required<Filter>, tell: (sent: number) => void): Promise<string> {
  let [sent, found] = [0, 0];
  for (let cursor: string | null | undefined; cursor !== null; tell(sent)) {
    const { data, error } = await api
      .POST("/api/dead-letters/replay", { body: { ...filter, ...(cursor && { cursor }) } })
      .catch(() => ({ data: undefined, error: { detail: "the server does not answer; try again" } }));
    if (data === undefined) return `After ${sent}: ${error?.detail}`;
    sent += data.sent;
    found += data.found;
    cursor = data.next;
  }
  const before = found - sent;
  return `${sent.toLocaleString("en")} sent again${before === 0 ? "." : `; ${before.toLocaleString("en")} were before.`}`;
}
