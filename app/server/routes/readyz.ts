import { reasonsAgainst } from "../readiness.ts";
import { anything, flag, list, object } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /readyz`: 200 while the pipeline does its work, else 503 with every reason. */
export const readyzRoute = route({
  method: "GET",
  path: "/readyz",
  role: "anyone",
  summary: "Whether it does its work; 503 with every reason while it does not.",
  answer: object({ ready: flag(), reasons: list(anything()) }),
  handle(_, { vitals, rules, clock }) {
    const reasons = reasonsAgainst(vitals, rules, clock.now());
    const isReady = reasons.length === 0;
    return Response.json({ ready: isReady, reasons }, { status: isReady ? 200 : 503 });
  },
});
