import { reasonsAgainst } from "../readiness.ts";
import type { Route } from "./route.ts";

/** `GET /readyz`: 200 while the pipeline does its work, else 503 with every reason. */
export const readyzRoute: Route = (app, { vitals, rules, clock }) => {
  app.get("/readyz", (_, reply) => {
    const reasons = reasonsAgainst(vitals, rules, clock.now());
    const isReady = reasons.length === 0;
    return reply.code(isReady ? 200 : 503).send({ ready: isReady, reasons });
  });
};
