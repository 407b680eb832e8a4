import type { EventLog } from "../../../connectors/event-log.ts";
import { entryTopics } from "../../../pipelines/feed.ts";
import { createIntake, type EventOutcome, type Intake } from "../../../pipelines/intake/accept-events.ts";
import type { EventFormat } from "../../../pipelines/intake/read-events.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { bytes, list, object, oneOf, text, whole } from "../shape.ts";
import { route, type Served } from "./route.ts";

const formats: Readonly<Record<string, EventFormat>> = {
  "application/json": "json",
  "application/x-ndjson": "json-lines",
  "application/jsonl": "json-lines",
  "application/avro": "avro",
  "avro/binary": "avro",
};

const bodyBytes = 8 * 2 ** 20;
/** As many as a replay and the demo shop let wait. */
const maxBacklog = 20_000;

const outcome = object(
  { status: oneOf(["accepted", "known", "refused", "skipped"]) },
  {
    topic: oneOf(entryTopics),
    id: text(),
    note: text({ description: "What of it was left out." }),
    reason: text({ description: "Why it is not taken, and what to do." }),
  },
);

const intakes = new WeakMap<EventLog, Intake>();

/** The log of a process is opened once. */
function intakeOf(served: Served): Intake {
  const { log } = openData(served);
  const intake = intakes.get(log) ?? createIntake({ log, clock: served.clock, maxBacklog });
  intakes.set(log, intake);
  return intake;
}

/** `POST /api/events`: what happens at a shop, into the log, each id once. */
export const eventsRoute = route({
  method: "POST",
  path: "/api/events",
  role: "write",
  summary:
    "Takes searches, interactions, labels and products, one or many; an id that was sent before changes nothing.",
  bodyLimit: bodyBytes,
  mediaTypes: Object.keys(formats),
  body: bytes({
    description:
      'JSON: an event, or a list of them; x-ndjson: one a line; avro: one, in the Confluent wire format or bare. An event names its topic, {"topic": "searches", "event": {…}}, or the address does.',
  }),
  query: object(
    {},
    {
      topic: oneOf(entryTopics, { description: "The topic of events that name none." }),
      source: text({ minLength: 1, maxLength: 100, description: "Where they come from; http or ubi unless said." }),
      preset: oneOf(["ubi"], { description: "The events are ubi_queries and ubi_events of OpenSearch." }),
    },
  ),
  answer: object({
    accepted: whole({ description: "So many are in the log now, safe on disk." }),
    known: whole({ description: "So many were in the log before." }),
    refused: whole(),
    skipped: whole({ description: "So many have no place among the events: page views, for one." }),
    events: list(outcome, { description: "What became of each, in the order they were sent." }),
  }),
  async handle({ body, query, headers }, served) {
    const format = formats[mediaType(String(headers["content-type"]))]!;
    const answer = await intakeOf(served).accept({ body, format, ...query });
    if (answer.kind === "unreadable") throw new Problem("MALFORMED_REQUEST", answer.reason);
    if (answer.kind === "busy") throw new Problem("BEHIND", answer.reason, answer);
    return counted(answer.outcomes);
  },
});

function mediaType(contentType: string): string {
  return contentType.split(";", 1)[0]!.trim().toLowerCase();
}

/** What a caller is told of each; where not one was taken that is no success. */
function counted(outcomes: readonly EventOutcome[]) {
  const refused = outcomes.flatMap((each, place) => (each.status === "refused" ? [faultOf(each.reason, place)] : []));
  if (refused.length > 0 && refused.length === outcomes.length) {
    const rest = refused.length === 1 ? "" : `; ${refused.length} were sent and none was taken`;
    throw new Problem("INVALID_REQUEST", `${refused[0]!.what}${rest}`, { faults: refused });
  }
  const count = (status: EventOutcome["status"]) => outcomes.filter((each) => each.status === status).length;
  return {
    accepted: count("accepted"),
    known: count("known"),
    refused: refused.length,
    skipped: count("skipped"),
    events: outcomes,
  };
}

function faultOf(what: string, place: number) {
  return { where: `body/${place}`, what };
}
