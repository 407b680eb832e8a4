import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { eventTraces } from "../../../connectors/telemetry/event-traces.ts";
import type { TracedWork } from "../../../connectors/traces.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const parentId = "b7ad6b7169203331";
const work: TracedWork = {
  ...{ operation: "score", kind: "consumer", topic: "embeddings", mayBegin: false, eventId: "s1" },
  ...{ partition: 2, offset: 41, group: "score", batchSize: 7 },
};

afterEach(() => {
  vi.unstubAllEnvs();
});

function traced() {
  const exporter = new InMemorySpanExporter();
  return { exporter, traces: eventTraces(new SimpleSpanProcessor(exporter), systemClock) };
}

test("eventTraces: a span hangs below the one that the event brings, and is the parent of what follows", () => {
  const { exporter, traces } = traced();
  const span = traces.begin(work, { tenant: "a", traceparent: `00-${traceId}-${parentId}-01` })!;
  span.end();
  const [sent] = exporter.getFinishedSpans();
  const { spanId } = sent!.spanContext();
  expect(span.headers).toEqual({ tenant: "a", traceparent: `00-${traceId}-${spanId}-01` });
  expect([sent!.spanContext().traceId, sent!.parentSpanContext?.spanId]).toEqual([traceId, parentId]);
  expect([sent!.name, sent!.kind, sent!.status.code]).toEqual([
    "score embeddings",
    SpanKind.CONSUMER,
    SpanStatusCode.UNSET,
  ]);
  expect(sent!.attributes).toEqual({
    "messaging.system": "twinstream",
    "messaging.operation.name": "score",
    "messaging.operation.type": "process",
    "messaging.destination.name": "embeddings",
    "messaging.destination.partition.id": "2",
    "messaging.kafka.offset": 41,
    "messaging.consumer.group.name": "score",
    "messaging.message.id": "s1",
    "messaging.batch.message_count": 7,
  });
  expect(sent!.resource.attributes).toMatchObject({ "service.name": "twinstream" });
});

test("eventTraces: a fault makes the span one that failed", () => {
  const { exporter, traces } = traced();
  traces.begin({ ...work, mayBegin: true }, undefined)!.end("a vector has 3 numbers");
  expect(exporter.getFinishedSpans()[0]!.status).toEqual({
    code: SpanStatusCode.ERROR,
    message: "a vector has 3 numbers",
  });
});

test("eventTraces: a trace begins only where it may, and is named after the event", () => {
  const { exporter, traces } = traced();
  expect(traces.begin(work, undefined)).toBeUndefined();
  expect(traces.begin(work, { traceparent: "00-nonsense-01" })).toBeUndefined();
  for (const topic of ["searches", "searches again"])
    traces.begin({ ...work, topic, mayBegin: true }, undefined)!.end();
  const spans = exporter.getFinishedSpans();
  // SHA-256 of "s1", as `printf s1 | sha256sum` gives it
  expect(spans.map((span) => span.spanContext().traceId)).toEqual(Array(2).fill("e8bc163c82eee18733288c7d4ac636db"));
  expect(spans.map((span) => span.parentSpanContext)).toEqual([undefined, undefined]);
});

test("eventTraces: OTEL_TRACES_SAMPLER decides by the name of the trace, so every process decides the same", () => {
  vi.stubEnv("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
  vi.stubEnv("OTEL_TRACES_SAMPLER_ARG", "0.3");
  const events = Array.from({ length: 400 }, (_, i) => `event-${i}`);
  const sampled = () => {
    const { traces } = traced();
    return events.filter((eventId) => traces.begin({ ...work, mayBegin: true, eventId }, undefined) !== undefined);
  };
  const first = sampled();
  expect(first).toEqual(sampled());
  expect(first.length).toBeGreaterThan(60);
  expect(first.length).toBeLessThan(180);
  const { traces } = traced();
  expect(traces.begin(work, { traceparent: `00-${traceId}-${parentId}-00` })).toBeUndefined();
});
