import { releaseHistory, roleChanges } from "../../../pipelines/registry/releases.ts";
import { openData } from "../open-data.ts";
import { list, number, object, oneOf, orNull, text } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /api/models/releases`: who scored when, and why. */
export const releasesRoute = route({
  method: "GET",
  path: "/api/models/releases",
  role: "read",
  summary: "Every release, newest first: when, of which role, from which model to which, who wanted it and why.",
  answer: object({
    releases: list(
      object({
        time: number({ description: "Milliseconds since 1970 UTC." }),
        role: oneOf(["champion", "challenger", "previous-champion"]),
        from: orNull(text()),
        to: orNull(text()),
        reason: text({ description: "Why, and who wanted it." }),
      }),
    ),
  }),
  async handle(_, served) {
    const { log } = openData(served);
    return { releases: roleChanges(await releaseHistory(log)).toReversed() };
  },
});
