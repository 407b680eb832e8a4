/** A worker thread that runs a pipeline of its own on the shared data folder, as one more member of each group. */
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../connectors/clock.ts";
import { type ErrorCode, TwinstreamError } from "../schemas/errors.ts";
import { openPipeline, type PipelineSettings } from "./pipeline.ts";
import { runSteps } from "./run.ts";
import type { StageFigures } from "./stage-metrics.ts";

/** What a worker says to the thread that started it. */
export type WorkerMessage =
  | { readonly figures: readonly StageFigures[] }
  | { readonly notice: string }
  /** What a person can mend; as a plain object, because an error thrown across threads loses its code. */
  | { readonly failed: { readonly code: ErrorCode; readonly message: string } };

const figuresEveryMs = 250;

const stop = new AbortController();
const port = parentPort!;
port.once("message", () => stop.abort());

const send = (message: WorkerMessage) => port.postMessage(message);

try {
  await work();
} catch (error) {
  if (!(error instanceof TwinstreamError)) throw error;
  send({ failed: { code: error.code, message: error.message } });
} finally {
  port.close();
}

async function work(): Promise<void> {
  const pipeline = await openPipeline(workerData as PipelineSettings, systemClock, (notice) => send({ notice }));
  const report = () => send({ figures: pipeline.steps.flatMap((step) => step.figures()) });
  const reporting = setInterval(report, figuresEveryMs);
  try {
    await runSteps(pipeline.log, pipeline.steps, stop.signal);
  } finally {
    clearInterval(reporting);
    report();
    await pipeline.close();
  }
}
