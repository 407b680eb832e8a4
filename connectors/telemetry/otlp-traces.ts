import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import type { Clock } from "../clock.ts";
import type { Traces } from "../traces.ts";
import { eventTraces } from "./event-traces.ts";

/** Traces that are sent by OTLP over HTTP as JSON, in batches; the library reads where to, how often and with which headers from OTEL_* variables. */
export function otlpTraces(clock: Clock, notice: (text: string) => void): Traces {
  return eventTraces(new BatchSpanProcessor(telling(new OTLPTraceExporter(), notice)), clock);
}

/** The same exporter, which says once why spans could not be sent: the library itself keeps that to itself. */
function telling(exporter: OTLPTraceExporter, notice: (text: string) => void): SpanExporter {
  let isTold = false;
  const tell = (error: Error & { code?: string }) => {
    if (!isTold)
      notice(
        `traces can't be sent, the events go on without: ${error.message || error.code}; see OTEL_EXPORTER_OTLP_ENDPOINT`,
      );
    isTold = true;
  };
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined) tell(result.error);
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
