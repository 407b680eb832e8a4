import { rollBack } from "../../../pipelines/registry/rollback.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { object, text } from "../shape.ts";
import { route } from "./route.ts";

/** `POST /api/models/rollback`: makes the champion before this one the champion again. */
export const rollbackRoute = route({
  method: "POST",
  path: "/api/models/rollback",
  role: "admin",
  summary: "Makes the champion before this one the champion again; another rollback returns.",
  answer: object({ champion: text(), before: text() }),
  async handle({ caller }, served) {
    const { log, store } = openData(served);
    const rolledBack = await rollBack(log, store, { time: served.clock.now(), by: `by ${caller.name} over HTTP` });
    if (rolledBack !== undefined) return rolledBack;
    throw new Problem("NO_EARLIER_CHAMPION", "nothing to go back to; promote a model: GET /api/models lists them");
  },
});
