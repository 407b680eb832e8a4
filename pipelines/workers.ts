import { Worker } from "node:worker_threads";
import { systemClock } from "../connectors/clock.ts";
import type { LogFigures } from "../connectors/event-log.ts";
import { inWords } from "./in-hand.ts";
import { addLogFigures } from "./log-figures.ts";
import type { PipelineSettings } from "./pipeline.ts";
import { mergeFigures, type StageFigures } from "./stage-metrics.ts";
import { errorOf } from "./thread-failure.ts";
import type { WorkerFigures, WorkerMessage } from "./worker.ts";

/** Worker threads that share the partitions among them. */
export interface Workers {
  /** What the stages have done, over all threads. */
  figures(): readonly StageFigures[];
  /** What following has come to, over all threads; undefined where the log does not count. */
  logFigures(): LogFigures | undefined;
  /** What the threads are at, in words. */
  atWork(): readonly string[];
  /** Resolves when all have ended after `stop`; rejects with what failed first, when all have ended. */
  readonly ended: Promise<void>;
  stop(): void;
}

/**
 * V8 keeps 48 MB for young objects by default; a replay with two threads took no longer with this, and 150 MB less. Below 2 GB for old ones V8
 * lets them grow to less than twice what is alive before it collects them, instead of four times: 100 to 160 MB less a thread.
 */
const replayLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1_024 };
/** Batches are four times as large on Kafka, and more of one is still alive when young objects are collected: that much more room saves 3 to 10 % of an event. */
const kafkaLimits = { ...replayLimits, maxYoungGenerationSizeMb: 48 };

/** Starts `count` threads, each with a pipeline of its own on the same data folder. What several of them notice is told by each. */
export function startWorkers(
  settings: PipelineSettings,
  count: number,
  notice: (text: string) => void = () => {},
): Workers {
  const latest: (Heard | undefined)[] = Array.from({ length: count }, () => undefined);
  const resourceLimits = settings.log.engine === "kafka" ? kafkaLimits : replayLimits;
  const options = { workerData: settings, resourceLimits };
  const workers = Array.from({ length: count }, () => new Worker(new URL("./worker.js", import.meta.url), options));
  const stop = () => {
    for (const worker of workers) worker.postMessage("stop");
  };
  const failures: unknown[] = [];
  const fail = (error: unknown) => {
    failures.push(error);
    stop();
  };
  const exits = workers.map((worker, i) => {
    worker.on("message", (message: WorkerMessage) => {
      if ("figures" in message) latest[i] = { ...message, at: systemClock.now() };
      else if ("notice" in message) notice(message.notice);
      else fail(errorOf(message.failed));
    });
    return exitOf(worker, fail);
  });
  const ended = Promise.all(exits).then(() => {
    if (failures.length > 0) throw failures[0];
  });
  const heard = () => latest.filter((message) => message !== undefined);
  return {
    figures: () => mergeFigures(heard().map(({ figures }) => figures)),
    logFigures: () => addLogFigures(heard().map(({ log }) => log)),
    atWork: () => latest.flatMap((message, i) => (message === undefined ? [] : atWork(message, i, systemClock.now()))),
    ended,
    stop,
  };
}

/** The last message of a thread, and when it came. */
interface Heard extends WorkerFigures {
  readonly at: number;
}

/** A thread that is silent for longer than this is busy with something that lets nothing else have a turn. */
const silentMs = 2_000;

function atWork({ inHand, at }: Heard, thread: number, now: number): readonly string[] {
  const batches = inHand.map((batch) => inWords(batch, now));
  if (now - at < silentMs) return batches;
  return [...batches, `worker thread ${thread + 1}, silent for ${Math.round((now - at) / 1000)} s`];
}

function exitOf(worker: Worker, fail: (error: unknown) => void): Promise<void> {
  return new Promise((resolve) => {
    worker.once("error", fail);
    worker.once("exit", (code) => {
      // An uncaught error has already been told of, and makes the code 1.
      if (code > 1) fail(new Error(`a worker thread ended with code ${code}`));
      resolve();
    });
  });
}
