/** A worker thread that carries out one training, or one ablation, so that the thread that asked for it stays free. */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { systemClock } from "../../connectors/clock.ts";
import type { Progress } from "../../models/model.ts";
import type { Artifact } from "../../schemas/artifact.ts";
import type { CurvePoint } from "../../schemas/manifest.ts";
import { failureOf, type ThreadFailure } from "../thread-failure.ts";
import type { AblationTable } from "./ablate.ts";
import {
  type Completed,
  carryOut,
  carryOutAblation,
  type TrainingOrder,
  type TrainingWatcher,
} from "./training-order.ts";

/** What the thread can do, and what comes of it. */
export interface TrainingTasks {
  readonly training: Completed;
  readonly ablation: AblationTable;
}

/** What the thread of a training says to the one that started it. */
export type TrainingMessage =
  | { readonly progress: Progress }
  | { readonly learned: CurvePoint }
  | { readonly notice: string }
  | { readonly rowError: readonly [line: number, reason: string] }
  | { readonly completed: TrainingTasks[keyof TrainingTasks] }
  | { readonly failed: ThreadFailure };

const progressEveryMs = 100;

const stop = new AbortController();
const port = parentPort!;
port.once("message", () => stop.abort());

const send = (message: TrainingMessage, files: Artifact = {}) => port.postMessage(message, transferable(files));

let toldAt = Number.NEGATIVE_INFINITY;
const watcher: TrainingWatcher = {
  progress(progress) {
    // what computes without a pause lets no event through, so it is looked for
    if (receiveMessageOnPort(port) !== undefined) stop.abort();
    if (systemClock.now() - toldAt < progressEveryMs) return;
    toldAt = systemClock.now();
    send({ progress });
  },
  learned: (learned) => send({ learned }),
  notice: (notice) => send({ notice }),
  rowError: (line, reason) => send({ rowError: [line, reason] }),
};

try {
  const { task, order } = workerData as { task: keyof TrainingTasks; order: TrainingOrder };
  if (task === "ablation") {
    send({ completed: await carryOutAblation(order, watcher, stop.signal) });
  } else {
    const completed = await carryOut(order, watcher, stop.signal, systemClock);
    send({ completed }, completed.trained.files);
  }
} catch (error) {
  send({ failed: failureOf(error) });
} finally {
  port.close();
}

/** The buffers that hold one file and nothing else: they are handed over, the rest is copied. */
function transferable(files: Artifact): readonly ArrayBuffer[] {
  const whole = Object.values(files).filter((file) => file.byteLength === file.buffer.byteLength);
  return [...new Set(whole.map((file) => file.buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}
