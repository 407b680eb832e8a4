import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { address } from "../../shell/address.ts";
import { LetterDetail } from "./letter-detail.tsx";
import { LetterList } from "./letter-list.tsx";
import { ReasonList } from "./reason-list.tsx";
import "./dead-letters.css";

const pageSize = 50;

/** *Dead letters*: what was refused and why, to be corrected or tried again. */
export default function DeadLettersView() {
  const { query } = address.value;
  const [id, cursor] = [query.get("id") ?? undefined, query.get("cursor") ?? undefined];
  const filter = filterOf(query);
  const answer = useAnswer(JSON.stringify([filter, cursor]), (signal) =>
    api.GET("/api/dead-letters", {
      params: { query: { ...filter, limit: pageSize, ...(cursor && { cursor }) } },
      signal,
    }),
  );
  const page = shown(answer);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <div class="dead-letters" aria-busy={answer.state === "loading"}>
      <header>
        <h1>Dead letters</h1>
        <p class="quiet">
          What could not be read or processed waits here with its bytes. Correct one, or mend the cause and replay them.
        </p>
      </header>
      {answer.state === "loading" && page === undefined && <Loading what="dead letters" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {page !== undefined && page.letters.length === 0 && !isFiltered && cursor === undefined && (
        <Nothing since={page.since} />
      )}
      {page !== undefined && (page.letters.length > 0 || isFiltered || cursor !== undefined) && (
        <>
          <ReasonList filter={filter} />
          <div class="sides">
            <LetterList page={page} chosen={id} />
            {id === undefined ? (
              <p class="quiet hint">Choose a letter to see what it holds, byte by byte.</p>
            ) : (
              <LetterDetail key={id} id={id} />
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** Which letters are listed, as the address says it. */
export interface Filter {
  readonly stage?: string;
  readonly topic?: string;
  readonly reason?: string;
}

function filterOf(query: URLSearchParams): Filter {
  const named = (["stage", "topic", "reason"] as const).map((name) => [name, query.get(name)] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== null));
}

function Nothing({ since }: { readonly since: number }) {
  const day = new Date(since).toLocaleDateString("en", { dateStyle: "long" });
  return (
    <Empty title={`Nothing was rejected since ${day}`}>
      <p>
        Every record that came could be read, and every stage took it. What can't be will wait here, with its bytes and
        the reason, for 90 days.
      </p>
    </Empty>
  );
}
