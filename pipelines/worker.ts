/** A worker thread that runs a pipeline of its own on the shared data folder, as one more member of each group. */
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../connectors/clock.ts";
import type { LogFigures } from "../connectors/event-log.ts";
import { type BatchInHand, createInHand } from "./in-hand.ts";
import { openPipeline, type PipelineSettings } from "./pipeline.ts";
import { runSteps } from "./run.ts";
import type { StageFigures } from "./stage-metrics.ts";
import { failureOf, type ThreadFailure } from "./thread-failure.ts";

/** What a worker has done, and what it is at. */
export interface WorkerFigures {
  readonly figures: readonly StageFigures[];
  readonly log: LogFigures | undefined;
  readonly inHand: readonly BatchInHand[];
}

/** What a worker says to the thread that started it. */
export type WorkerMessage = WorkerFigures | { readonly notice: string } | { readonly failed: ThreadFailure };

const figuresEveryMs = 250;

const stop = new AbortController();
const port = parentPort!;
port.once("message", () => stop.abort());

const send = (message: WorkerMessage) => port.postMessage(message);

try {
  await work();
} catch (error) {
  send({ failed: failureOf(error) });
} finally {
  port.close();
}

async function work(): Promise<void> {
  const pipeline = await openPipeline(workerData as PipelineSettings, systemClock, (notice) => send({ notice }));
  const inHand = createInHand(systemClock);
  const report = () => {
    const figures = pipeline.steps.flatMap((step) => step.figures());
    send({ figures, log: pipeline.log.figures?.(), inHand: inHand.batches() });
  };
  const reporting = setInterval(report, figuresEveryMs);
  try {
    await runSteps(pipeline.log, pipeline.steps, stop.signal, inHand);
  } finally {
    clearInterval(reporting);
    report();
    await pipeline.close();
  }
}
