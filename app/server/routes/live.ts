import { eventStream } from "../live/event-stream.ts";
import { momentShape } from "../live/moment.ts";
import { Problem } from "../problems.ts";
import { object, whole } from "../shape.ts";
import { route } from "./route.ts";

/** More are refused: each holds a connection for as long as it likes. */
const mostWatchers = 200;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // once the stream ends the connection has nothing to wait for
  connection: "close",
  // what stands before the server must not gather events
  "x-accel-buffering": "no",
};

/** `GET /api/metrics/live`: how the stages do, once a second, for as long as somebody listens. */
export const liveRoute = route({
  method: "GET",
  path: "/api/metrics/live",
  role: "read",
  summary:
    "How the pipeline does, once a second: stages, rates, lag, latency, what stalls and why, as server-sent events.",
  query: object({}, { moments: whole({ minimum: 1, description: "Ends after so many; goes on unless said." }) }),
  answerType: "text/event-stream",
  answer: momentShape,
  handle({ query: { moments } }, { live }) {
    if (live.watchers >= mostWatchers)
      throw new Problem("TOO_MANY_WATCHERS", `${mostWatchers} watch already; ask again later, or ask GET /api/stats`);
    return new Response(eventStream(live, moments), { headers });
  },
});
