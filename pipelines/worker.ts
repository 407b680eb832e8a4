/** A worker thread that runs a pipeline of its own on the shared data folder, as one more member of each group. */
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../connectors/clock.ts";
import { openPipeline, type PipelineSettings } from "./pipeline.ts";
import { runSteps } from "./run.ts";
import type { StageFigures } from "./stage-metrics.ts";

/** What a worker says to the thread that started it. */
export type WorkerMessage = { readonly figures: readonly StageFigures[] };

const figuresEveryMs = 250;

const stop = new AbortController();
const port = parentPort!;
port.once("message", () => stop.abort());

const pipeline = await openPipeline(workerData as PipelineSettings, systemClock);
const report = () =>
  port.postMessage({ figures: pipeline.steps.flatMap((step) => step.figures()) } satisfies WorkerMessage);
const reporting = setInterval(report, figuresEveryMs);
try {
  await runSteps(pipeline.log, pipeline.steps, stop.signal);
} finally {
  clearInterval(reporting);
  report();
  await pipeline.close();
  port.close();
}
