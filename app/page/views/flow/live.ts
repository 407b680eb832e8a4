import { signal } from "@preact/signals";
import { api, type Problem } from "../../api/client.ts";
import type { paths } from "../../api/generated/api.ts";
import { serverEvents } from "../../api/server-events.ts";
import { signIns } from "../../api/token.ts";

/** How a pipeline is at one moment. */
export type Moment = paths["/api/metrics/live"]["get"]["responses"][200]["content"]["text/event-stream"];

/** One stage at a moment. */
export type StageMoment = Moment["stages"][number];

/** What is known of a pipeline that is watched. */
export interface Watched {
  readonly state: "connecting" | "live" | "lost";
  /** Why it was lost. */
  readonly problem: Problem | undefined;
  /** The moments of the last minutes, oldest first. They outlast a look at another view. */
  readonly moments: readonly Moment[];
}

/** How far back charts go. */
export const historyMs = 5 * 60_000;

const retryMs = 2_000;

/** The pipeline of this server, once `watch` was called. */
export const watched = signal<Watched>({ state: "connecting", problem: undefined, moments: [] });

/** Watches until what it gives is called; asks again while the server can't be reached. */
export function watch(): () => void {
  const ending = new AbortController();
  void goOn(ending.signal);
  return () => ending.abort();
}

async function goOn(ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const problem = await listen(ended).catch(() => unreachable);
    if (ended.aborted) return;
    watched.value = { ...watched.value, state: "lost", problem };
    await pause(ended);
  }
}

/** Listens for as long as the server speaks; why it ended. */
async function listen(ended: AbortSignal): Promise<Problem> {
  const { data, error } = await api.GET("/api/metrics/live", { parseAs: "stream", signal: ended });
  if (!data) return error ?? unreachable;
  for await (const { name, data: text } of serverEvents(data)) {
    if (name === "end") return stopped;
    add(JSON.parse(text) as Moment);
  }
  return unreachable;
}

function add(moment: Moment): void {
  const kept = watched.value.moments.filter(({ time }) => time > moment.time - historyMs && time < moment.time);
  watched.value = { state: "live", problem: undefined, moments: [...kept, moment] };
}

/** Waits a little, or until somebody signs in. */
function pause(ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const before = signIns.value;
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, retryMs);
    const stop = signIns.subscribe((now) => now !== before && queueMicrotask(done));
    ended.addEventListener("abort", done, { once: true });
  });
}

const unreachable = {
  title: "The server does not answer.",
  detail: "It may have been stopped, or the network is down; this page asks again every two seconds",
};

const stopped = {
  title: "The server has been stopped.",
  detail: "It finished what it had in hand; this page goes on as soon as it is started again",
};
