import { createMetricsText } from "../metrics-text.ts";
import type { Route } from "./route.ts";

/** `GET /metrics`: everything that Prometheus scrapes. */
export const metricsRoute: Route = (app, { vitals }) => {
  const metrics = createMetricsText();
  app.get("/metrics", async (_, reply) => reply.type(metrics.contentType).send(await metrics.text(vitals)));
};
