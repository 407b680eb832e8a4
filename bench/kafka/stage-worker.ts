/** A process that runs stages on a Kafka cluster until they have scored so many events, and tells what it took; `StageOrder` is its argument. */
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { performance } from "node:perf_hooks";
import { systemClock } from "../../connectors/clock.ts";
import { logPlace } from "../../pipelines/log-place.ts";
import { openPipeline } from "../../pipelines/pipeline.ts";
import { lags, runSteps } from "../../pipelines/run.ts";
import { partitions } from "../support/append-searches.ts";

/** What a worker is asked to do. */
export interface StageOrder {
  /** `kafka://HOST:PORT?prefix=...`. */
  readonly address: string;
  /** The data folder, which has the model. */
  readonly data: string;
  readonly model: string;
  readonly fused: boolean;
  /** Ends when so many events are scored. */
  readonly events: number;
  /** Which share of them is scored before the time is taken: none unless said. */
  readonly before?: number;
  /** Where the profile of the processor goes, if one is wanted. */
  readonly profile?: string;
}

const lookEveryMs = 50;
const sampleEveryUs = 500;

const order = JSON.parse(process.argv[2]!) as StageOrder;
const stop = new AbortController();
const pipeline = await openPipeline(
  {
    data: order.data,
    log: logPlace(order.address, {}),
    stages: ["tokenize", "embed", "score"],
    fused: order.fused,
    model: order.model,
    partitions,
  },
  systemClock,
  (notice) => process.stderr.write(`${notice}\n`),
);
const { events, before = 0, profile } = order;
const { steps } = pipeline;
const running = runSteps(pipeline.log, steps, stop.signal);
await Promise.race([running, untilScored(before * events)]);
const profiler = profile === undefined ? undefined : await startProfiler();
const began = { scored: scored(), at: performance.now(), cpu: process.cpuUsage() };
await Promise.race([running, untilScored(events)]);
tell();
if (profiler) writeFileSync(profile!, JSON.stringify((await profiler.post("Profiler.stop")).profile));
stop.abort();
await running;
await pipeline.close();

/** How many events were scored by now. */
function scored(): number {
  return steps.flatMap((step) => step.figures()).find(({ name }) => name === "score")!.eventsOut;
}

/** Until so many were scored; with the last, until all is committed. */
async function untilScored(count: number): Promise<void> {
  while (scored() < count) await systemClock.wait(lookEveryMs);
  if (count < events) return;
  while ((await lags(pipeline.log, steps)).some(({ entries }) => entries > 0)) await systemClock.wait(lookEveryMs);
}

async function startProfiler(): Promise<Session> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: sampleEveryUs });
  await session.post("Profiler.start");
  return session;
}

function tell(): void {
  const { user, system } = process.cpuUsage(began.cpu);
  const seconds = (performance.now() - began.at) / 1000;
  const told = {
    records: events - began.scored,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    ...pipeline.log.figures?.(),
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
