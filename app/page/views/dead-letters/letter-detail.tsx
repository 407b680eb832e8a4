import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { sentence } from "../../parts/sentence.ts";
import { DecodedValues, type Part } from "./decoded-values.tsx";
import { FixForm } from "./fix-form.tsx";
import { HexBytes } from "./hex-bytes.tsx";

/** What is told of one letter. */
export type Letter = AnswerOf<"/api/dead-letters/{id}">;

/** One letter: what it died of, its record decoded and in hex side by side, and what can be done. */
export function LetterDetail({ id }: { readonly id: string }) {
  const answer = useAnswer(id, (signal) => api.GET("/api/dead-letters/{id}", { params: { path: { id } }, signal }));
  if (answer.state === "failed") return <Failed problem={answer.problem} retry={answer.retry} />;
  if (answer.state !== "ready") return <Loading what="the letter" />;
  return <Shown letter={answer.value} />;
}

function Shown({ letter }: { readonly letter: Letter }) {
  const [marked, setMarked] = useState<Part | undefined>();
  const { id, error, stage, topic, fault, hex, bytes } = letter;
  return (
    <article class="letter" aria-label={id}>
      <header>
        <h2>{id}</h2>
        <p>{sentence(error)}</p>
        <p class="quiet small">
          Refused by <code>{stage}</code>, read from <code>{topic}</code>
          {fault !== null && (
            <>
              {" "}
              · <span class="fault">byte {fault.at}</span>
              {fault.path !== "" && (
                <>
                  , in <code>{fault.path}</code>
                </>
              )}
            </>
          )}
        </p>
      </header>
      <div class="readings">
        <DecodedValues letter={letter} marked={marked} mark={setMarked} />
        <HexBytes hex={hex} bytes={bytes} marked={marked} faultAt={fault?.at} />
      </div>
      <ReplayOne id={id} />
      {letter.isFixable ? (
        <FixForm letter={letter} />
      ) : (
        <p class="quiet">
          Records of <code>{topic}</code> are made by the stages, so there is nothing to correct by hand: mend what they
          died of, then replay.
        </p>
      )}
    </article>
  );
}

function ReplayOne({ id }: { readonly id: string }) {
  const [said, setSaid] = useState("");
  const replay = async () => {
    const { data, error } = await api
      .POST("/api/dead-letters/replay", { body: { ids: [id] } })
      .catch(() => ({ data: undefined, error: { detail: "the server does not answer; try again" } }));
    if (data === undefined) setSaid(sentence(error?.detail ?? "it could not be sent"));
    else setSaid(data.sent === 1 ? "Sent again as it is." : "It was sent again before; nothing was sent now.");
  };
  return (
    <p class="replay-all">
      <button type="button" onClick={() => void replay()}>
        Replay as it is
      </button>
      <span role="status">{said}</span>
    </p>
  );
}
