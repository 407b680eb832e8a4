import { list, number, object, oneOf, orNull, text, whole } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /api/stats`: how the stages of this process do. */
export const statsRoute = route({
  method: "GET",
  path: "/api/stats",
  role: "read",
  summary: "What the stages of this process have done since it began, what waits for them, and which models score.",
  answer: object({
    phase: oneOf(["starting", "running", "stopping"]),
    champion: orNull(text()),
    challenger: orNull(text()),
    stages: list(
      object({
        name: text(),
        eventsIn: whole(),
        eventsOut: whole(),
        rejected: whole(),
        batches: whole(),
        latencyP50Ms: number({ description: "From an event's append to the end of its batch." }),
        latencyP99Ms: number(),
      }),
    ),
    partitions: list(
      object({
        group: text(),
        topic: text(),
        partition: whole(),
        lag: whole({ description: "Entries that wait." }),
        stillMs: number({ description: "How long they have waited without the group having moved." }),
      }),
    ),
  }),
  handle(_, { vitals: { phase, models, stages, partitions } }) {
    const { champion = null, challenger = null } = models ?? {};
    return { phase, champion, challenger, stages: stages(), partitions };
  },
});
