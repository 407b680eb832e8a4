import { Worker } from "node:worker_threads";
import { type Clock, systemClock } from "../../connectors/clock.ts";
import { errorOf } from "../thread-failure.ts";
import type { AblationTable } from "./ablate.ts";
import { type Completed, stopped, type TrainingOrder, type TrainingWatcher } from "./training-order.ts";
import type { TrainingMessage, TrainingTasks } from "./training-worker.ts";

/** How long a training has to end by itself: a step and a checkpoint take less. */
const graceMs = 10_000;

/**
 * Carries out a training in a thread of its own; the caller's thread stays free. When the signal aborts it ends between two steps, and
 * keeps what it has come to. Throws what `carryOut` throws, once the thread has ended.
 */
export async function startTraining(
  order: TrainingOrder,
  watcher: TrainingWatcher,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<Completed> {
  return inThread("training", order, watcher, signal, clock);
}

/** Carries out an ablation in the same way. Throws what `carryOutAblation` throws. */
export async function startAblation(
  order: TrainingOrder,
  watcher: TrainingWatcher,
  signal: AbortSignal,
): Promise<AblationTable> {
  return inThread("ablation", order, watcher, signal, systemClock);
}

async function inThread<Task extends keyof TrainingTasks>(
  task: Task,
  order: TrainingOrder,
  watcher: TrainingWatcher,
  signal: AbortSignal,
  clock: Clock,
): Promise<TrainingTasks[Task]> {
  const worker = new Worker(new URL("./training-worker.js", import.meta.url), { workerData: { task, order } });
  const over = new AbortController();
  const stop = () => void endWithin(graceMs, worker, over.signal, clock);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    return await outcomeOf<Task>(worker, order, watcher, signal);
  } finally {
    over.abort();
    signal.removeEventListener("abort", stop);
  }
}

async function endWithin(ms: number, worker: Worker, over: AbortSignal, clock: Clock): Promise<void> {
  worker.postMessage("stop");
  await clock.wait(ms, over);
  // a checkpoint is replaced whole or not at all, so nothing breaks
  if (!over.aborted) await worker.terminate();
}

/** What the thread said last, once it has ended. */
function outcomeOf<Task extends keyof TrainingTasks>(
  worker: Worker,
  { kind }: TrainingOrder,
  watcher: TrainingWatcher,
  signal: AbortSignal,
): Promise<TrainingTasks[Task]> {
  return new Promise((resolve, reject) => {
    let completed: TrainingTasks[Task] | undefined;
    let failure: unknown;
    let reached: number | undefined;
    worker.on("message", (message: TrainingMessage) => {
      if ("learned" in message) reached = message.learned.epoch;
      if ("completed" in message) completed = message.completed as TrainingTasks[Task];
      else if ("failed" in message) failure = errorOf(message.failed);
      else tell(watcher, message);
    });
    worker.once("error", (error) => {
      failure = error;
    });
    worker.once("exit", (code) => {
      if (completed !== undefined) return resolve(completed);
      const unsaid = signal.aborted ? stopped(kind, reached) : new Error(`a training ended with code ${code}`);
      reject(failure ?? unsaid);
    });
  });
}

function tell(
  watcher: TrainingWatcher,
  message: Exclude<TrainingMessage, { completed: unknown } | { failed: unknown }>,
) {
  if ("progress" in message) watcher.progress(message.progress);
  else if ("learned" in message) watcher.learned(message.learned);
  else if ("notice" in message) watcher.notice(message.notice);
  else watcher.rowError(...message.rowError);
}
