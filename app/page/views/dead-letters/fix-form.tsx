import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { sentence } from "../../parts/sentence.ts";
import type { Letter } from "./letter-detail.tsx";

/** What the server thinks of what is typed. */
type Verdict =
  | { readonly state: "unknown" }
  | { readonly state: "wrong"; readonly why: string }
  | { readonly state: "sound"; readonly eventId: string };

const pauseMs = 300;

/** A corrected event in the record's place: checked by the server while one types, and sent once. */
export function FixForm({ letter: { id, event, topic } }: { readonly letter: Letter }) {
  const [typed, setTyped] = useState(() => JSON.stringify(event ?? {}, null, 2));
  const [verdict, setVerdict] = useState<Verdict>({ state: "unknown" });
  const [said, setSaid] = useState("");
  useEffect(() => {
    const ending = new AbortController();
    const timer = setTimeout(() => {
      void judge(id, typed, ending.signal).then((judged) => ending.signal.aborted || setVerdict(judged));
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [id, typed]);
  const send = async () => {
    const { data, error } = await api
      .POST("/api/dead-letters/{id}/fix", { params: { path: { id } }, body: { event: JSON.parse(typed) as unknown } })
      .catch(() => ({ data: undefined, error: { detail: "the server does not answer; try again" } }));
    if (data === undefined) setSaid(sentence(error?.detail ?? "it could not be sent"));
    else
      setSaid(data.status === "sent" ? `Sent to ${topic}.` : "The letter was sent again before; nothing was sent now.");
  };
  return (
    <form
      class="fix"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void send();
      }}
    >
      <h3>
        <label for="corrected">Corrected event</label>
      </h3>
      <textarea
        id="corrected"
        spellcheck={false}
        aria-invalid={verdict.state === "wrong"}
        aria-describedby="verdict"
        rows={Math.min(18, typed.split("\n").length + 1)}
        value={typed}
        onInput={(typing) => {
          setVerdict({ state: "unknown" });
          setTyped(typing.currentTarget.value);
        }}
      />
      <p id="verdict" class={`verdict ${verdict.state}`} role="status">
        {verdictText(verdict)}
      </p>
      <p class="replay-all">
        <button type="submit" class="primary" disabled={verdict.state !== "sound"}>
          Send the corrected event
        </button>
        <span role="status">{said}</span>
      </p>
    </form>
  );
}

function verdictText(verdict: Verdict): string {
  if (verdict.state === "wrong") return sentence(verdict.why);
  return verdict.state === "sound" ? `The event "${verdict.eventId}" can be sent.` : "Checking …";
}

async function judge(id: string, typed: string, signal: AbortSignal): Promise<Verdict> {
  const event = parsed(typed);
  if (event instanceof Error) return { state: "wrong", why: `this is not JSON: ${event.message}` };
  const { data, error } = await api
    .POST("/api/dead-letters/{id}/fix", { params: { path: { id } }, body: { event, isTrial: true }, signal })
    .catch(() => ({ data: undefined, error: { detail: "the server does not answer; type on to try again" } }));
  if (data !== undefined) return { state: "sound", eventId: data.eventId };
  return { state: "wrong", why: error?.detail ?? "it can't be sent" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
