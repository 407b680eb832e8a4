import { withdrawChallenger } from "../../../pipelines/registry/releases.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { object, text } from "../shape.ts";
import { route } from "./route.ts";

/** `POST /api/models/withdraw`: takes the challenger back. */
export const withdrawRoute = route({
  method: "POST",
  path: "/api/models/withdraw",
  role: "admin",
  summary: "Takes the challenger back.",
  answer: object({ withdrawn: text() }),
  async handle({ caller }, served) {
    const { log } = openData(served);
    const why = { time: served.clock.now(), reason: `by ${caller.name} over HTTP` };
    const withdrawn = await withdrawChallenger(log, why);
    if (withdrawn !== undefined) return { withdrawn };
    throw new Problem("NO_CHALLENGER", "there is no challenger to withdraw; GET /api/models says who plays which role");
  },
});
