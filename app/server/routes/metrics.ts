import { createMetricsText, type MetricsText } from "../metrics-text.ts";
import { text } from "../shape.ts";
import { route } from "./route.ts";

let metrics: MetricsText | undefined;

/** `GET /metrics`: everything that Prometheus scrapes. */
export const metricsRoute = route({
  method: "GET",
  path: "/metrics",
  role: "read",
  summary: "Figures in the text format of Prometheus.",
  answerType: "text/plain",
  answer: text(),
  async handle(_, { vitals }) {
    metrics ??= createMetricsText();
    return new Response(await metrics.text(vitals), { headers: { "content-type": metrics.contentType } });
  },
});
