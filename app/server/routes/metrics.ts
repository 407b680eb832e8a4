import { createMetricsText } from "../metrics-text.ts";
import { text } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /metrics`: everything that Prometheus scrapes. */
export function metricsRoute() {
  const metrics = createMetricsText();
  return route({
    method: "GET",
    path: "/metrics",
    role: "read",
    summary: "Figures in the text format of Prometheus.",
    answer: text(),
    async handle(_, { vitals }) {
      return new Response(await metrics.text(vitals), { headers: { "content-type": metrics.contentType } });
    },
  });
}
