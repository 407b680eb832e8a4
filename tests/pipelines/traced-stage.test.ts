import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { eventTraces } from "../../connectors/telemetry/event-traces.ts";
import { findLetters } from "../../pipelines/dead-letters/find-letters.ts";
import { replayLetters } from "../../pipelines/dead-letters/send-again.ts";
import { feed } from "../../pipelines/feed.ts";
import type { LiveModels } from "../../pipelines/live-models.ts";
import type { Stage } from "../../pipelines/stage.ts";
import { embedStage } from "../../pipelines/stages/embed.ts";
import { scoreStage } from "../../pipelines/stages/score.ts";
import { tokenizeStage } from "../../pipelines/stages/tokenize.ts";
import { fuse } from "../../pipelines/step.ts";
import { createMemoryLog, createVirtualClock, runToEnd } from "../../pipelines/testing.ts";
import { mayBeginAt } from "../../pipelines/traced-stage.ts";
import { topics } from "../../schemas/topics.ts";
import { aSearch } from "../support/events.ts";
import { liveOnShop } from "../support/trained-model.ts";

const live = await liveOnShop();
const clock = createVirtualClock(1_000);
const limits = { maxEntries: 10, maxBytes: 2 ** 20, lingerMs: 0 };
const models: LiveModels = { current: async () => live };
const chain = [tokenizeStage, embedStage, scoreStage].map((make) => make(models) as unknown as Stage);

function traced() {
  const exporter = new InMemorySpanExporter();
  return { exporter, traces: eventTraces(new SimpleSpanProcessor(exporter), systemClock) };
}

async function logWithTopics(): Promise<EventLog> {
  const log = createMemoryLog({ clock });
  await log.createTopics(topics);
  return log;
}

/** The spans of one trace as a line each: the name, after the names of those above it. */
function linesOf(spans: readonly ReadableSpan[]): readonly string[] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const way = (span: ReadableSpan): string => {
    const parent = byId.get(span.parentSpanContext?.spanId ?? "");
    return parent === undefined ? span.name : `${way(parent)} > ${span.name}`;
  };
  return spans.map(way).sort();
}

test.each([
  ["fused", [chain], ["searches", "searches", "searches"]],
  ["hop by hop", chain.map((stage) => [stage]), ["searches", "tokens", "embeddings"]],
] as const)("traced, %s: one trace follows an event from the feed through every stage", async (_, chains, read) => {
  const { exporter, traces } = traced();
  const log = await logWithTopics();
  const event = aSearch({ eventId: "s1", query: "angle bracket" });
  const { signal } = new AbortController();
  await feed(log, [[{ topic: "searches", event }]], { clock, signal, maxBacklog: Number.POSITIVE_INFINITY, traces });
  await runToEnd(
    log,
    chains.map((stages) => fuse(stages as readonly Stage[], clock, limits, traces)),
  );
  const spans = exporter.getFinishedSpans();
  const names = ["send searches", `tokenize ${read[0]}`, `embed ${read[1]}`, `score ${read[2]}`];
  expect(linesOf(spans)).toEqual(names.map((_name, i) => names.slice(0, i + 1).join(" > ")).sort());
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  const last = spans.find((span) => span.name.startsWith("score"))!.spanContext();
  for await (const [entry] of log.read("scores"))
    expect(entry!.headers).toEqual({
      traceparent: `00-${last.traceId}-${last.spanId}-01`,
      "twinstream-entered": "1000",
    });
});

test("traced: a refused event's span says why, and its dead letter keeps the trace when it is sent again", async () => {
  const { exporter, traces } = traced();
  const log = await logWithTopics();
  const { signal } = new AbortController();
  const event = aSearch({ eventId: "s1", query: "angle bracket" });
  await feed(log, [[{ topic: "searches", event }]], { clock, signal, maxBacklog: Number.POSITIVE_INFINITY });
  const refusing = { ...chain[0]!, run: async () => [{ reject: "not today" }] } as Stage;
  await runToEnd(log, [fuse([refusing], clock, limits, traces)]);
  const [span] = exporter.getFinishedSpans();
  expect([span!.name, span!.status.message]).toEqual(["tokenize searches", "not today"]);
  const { traceId, spanId } = span!.spanContext();
  const { letters } = await findLetters(log, { filter: {}, limit: 10 });
  expect(letters.map(({ headers }) => headers)).toEqual([{ traceparent: `00-${traceId}-${spanId}-01` }]);
  await replayLetters(log, letters);
  await runToEnd(log, [fuse([chain[0]!], clock, limits, traces)]);
  const again = exporter.getFinishedSpans()[1]!;
  expect([again.spanContext().traceId, again.parentSpanContext?.spanId]).toEqual([traceId, spanId]);
});

test("traced: a stage that throws for all ends the spans of its batch with why", async () => {
  const { exporter, traces } = traced();
  const failing = { ...chain[0]!, run: () => Promise.reject(new Error("boom")) } as Stage;
  const log = await logWithTopics();
  const { signal } = new AbortController();
  const events = ["a", "b"].map((eventId) => ({ topic: "searches" as const, event: aSearch({ eventId }) }));
  await feed(log, [events], { clock, signal, maxBacklog: Number.POSITIVE_INFINITY });
  await runToEnd(log, [fuse([failing], clock, limits, traces)]);
  expect(exporter.getFinishedSpans().map(({ status }) => status.message)).toEqual(["Error: boom", "Error: boom"]);
});

test("mayBeginAt: traces begin where events enter, and nowhere else", () => {
  const names = Object.keys(topics).filter(mayBeginAt);
  expect(names.sort()).toEqual(["catalog", "interactions", "labels", "searches"]);
});
