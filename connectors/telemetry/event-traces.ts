import { createHash } from "node:crypto";
import { type Attributes, type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, RandomIdGenerator, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { programVersion } from "../../schemas/program-version.ts";
import type { Clock } from "../clock.ts";
import type { Headers } from "../event-log.ts";
import type { TracedWork, Traces } from "../traces.ts";

const closeMs = 2_000;

/**
 * Traces by OpenTelemetry, after its conventions for messaging: a span per event and piece of work, named `{operation} {topic}`. The parent is what
 * the event brings, so that one trace follows it; a span for the batch with links would be of no event's trace.
 */
export function eventTraces(processor: SpanProcessor, clock: Clock): Traces {
  const ids = new EventIds();
  const named = resourceFromAttributes({ "service.name": "twinstream", "service.version": programVersion });
  const resource = defaultResource()
    .merge(named)
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new BasicTracerProvider({ resource, idGenerator: ids, spanProcessors: [processor] });
  const tracer = provider.getTracer("twinstream", programVersion);
  return {
    begin(work, headers) {
      const parent = contextOf(headers);
      if (parent === undefined && !work.mayBegin) return undefined;
      const kind = work.kind === "producer" ? SpanKind.PRODUCER : SpanKind.CONSUMER;
      ids.begin(work.eventId);
      const name = `${work.operation} ${work.topic}`;
      const span = tracer.startSpan(name, { kind, attributes: attributesOf(work) }, parent ?? ROOT_CONTEXT);
      if (!span.isRecording()) return undefined;
      const { traceId, spanId } = span.spanContext();
      return {
        headers: { ...headers, traceparent: `00-${traceId}-${spanId}-01` },
        end(fault) {
          if (fault !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: fault });
          span.end();
        },
      };
    },
    async close() {
      const shut = provider.shutdown().catch(() => "what could not be sent has been told of");
      const over = new AbortController();
      await Promise.race([shut, clock.wait(closeMs, over.signal)]);
      over.abort();
    },
  };
}

/**
 * A trace that begins with an event is named after it: the first 16 bytes of the SHA-256 of its id. So whoever knows the event finds its trace, an event that
 * is sent or handled again stays in it, and a sampler that goes by the name decides the same everywhere.
 */
class EventIds extends RandomIdGenerator {
  #eventId = "";

  begin(eventId: string): void {
    this.#eventId = eventId;
  }

  override generateTraceId = (): string => createHash("sha256").update(this.#eventId).digest("hex").slice(0, 32);
}

/** What `traceparent` says (W3C Trace Context, version 00); undefined where there is none that can be read. */
function contextOf(headers: Headers | undefined): Context | undefined {
  const found = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/.exec(headers?.traceparent ?? "");
  const [, traceId, spanId, flags] = found ?? [];
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags!, 16), isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, spanContext);
}

function attributesOf({
  operation,
  kind,
  topic,
  eventId,
  partition,
  offset,
  group,
  batchSize,
}: TracedWork): Attributes {
  return {
    "messaging.system": "twinstream",
    "messaging.operation.name": operation,
    "messaging.operation.type": kind === "producer" ? "send" : "process",
    "messaging.destination.name": topic,
    "messaging.message.id": eventId,
    "messaging.batch.message_count": batchSize,
    ...(partition !== undefined && { "messaging.destination.partition.id": String(partition) }),
    ...(offset !== undefined && { "messaging.kafka.offset": offset }),
    ...(group !== undefined && { "messaging.consumer.group.name": group }),
  };
}
