import { systemClock } from "../connectors/clock.ts";
import type { EventLog } from "../connectors/event-log.ts";
import type { ModelStore } from "../connectors/model-store.ts";
import { maintain } from "../pipelines/maintenance.ts";
import { openPipeline, type Pipeline, type PipelineSettings } from "../pipelines/pipeline.ts";
import { aborted, drained, lags, runSteps } from "../pipelines/run.ts";
import { mergeFigures, type StageFigures } from "../pipelines/stage-metrics.ts";
import { startWorkers } from "../pipelines/workers.ts";
import { type Observer, observe } from "./observe.ts";
import type { Snapshot } from "./terminal/live-view.ts";
import { printNote } from "./terminal/output.ts";
import type { View } from "./terminal/views.ts";

/** What a running pipeline is asked to do. */
export interface SessionOptions {
  readonly settings: PipelineSettings;
  /** Worker threads to run the stages in; 0: this thread. */
  readonly workers: number;
  /** Ends once everything fed and everything waiting is processed. */
  readonly drain: boolean;
  readonly view: View;
  /** Ends the session in order: batches in hand are committed, nothing new begins. */
  readonly signal: AbortSignal;
  /** Brings events in while the stages run. */
  readonly feed?: (log: EventLog, models: ModelStore, signal: AbortSignal) => Promise<void>;
}

const viewEveryMs = 500;
const maintainEveryMs = 60_000;

/** Runs the stages until they are drained, interrupted, or one fails; gives what they have done. */
export async function runSession(options: SessionOptions): Promise<readonly StageFigures[]> {
  const pipeline = await openPipeline(options.settings, systemClock, printNote);
  const observer = await observe(pipeline, options.settings);
  const running = start(options, pipeline);
  const timers = [
    every(viewEveryMs, () => show(options, pipeline, running, observer), running.fail),
    every(maintainEveryMs, () => maintain(pipeline), running.fail),
  ];
  try {
    await Promise.race([work(options, pipeline, running), running.ended]);
    running.stop();
    await running.ended;
    await Promise.all(timers.map((timer) => timer.end()));
    await show(options, pipeline, running, observer);
    return running.figures();
  } finally {
    await Promise.all(timers.map((timer) => timer.end()));
    options.view.end();
    running.stop();
    await running.ended.catch(() => {});
    await pipeline.close();
  }
}

/** Does something again and again, one time after the other, never two at once. `end` resolves when none is under way. */
function every(ms: number, work: () => Promise<void>, onError: (error: unknown) => void): { end(): Promise<void> } {
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= work()
      .catch(onError)
      .finally(() => {
        underWay = undefined;
      });
  }, ms);
  return {
    async end() {
      clearInterval(timer);
      await underWay;
    },
  };
}

interface Running {
  figures(): readonly StageFigures[];
  readonly ended: Promise<void>;
  stop(): void;
  fail(error: unknown): void;
}

function start({ settings, workers }: SessionOptions, pipeline: Pipeline): Running {
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {}); // it is looked at through the races below
  if (workers > 0) {
    const threads = startWorkers(settings, workers, printNote);
    return { ...threads, ended: Promise.race([threads.ended, failure]), fail };
  }
  const stop = new AbortController();
  const ended = runSteps(pipeline.log, pipeline.steps, stop.signal);
  return {
    figures: () => mergeFigures(pipeline.steps.map((step) => step.figures())),
    ended: Promise.race([ended, failure]),
    stop: () => stop.abort(),
    fail,
  };
}

/** Feeds, then waits for the end that was asked for. */
async function work(options: SessionOptions, pipeline: Pipeline, running: Running): Promise<void> {
  const { signal } = options;
  await options.feed?.(pipeline.log, pipeline.models, signal);
  if (options.drain) return drained(pipeline.log, pipeline.steps, systemClock, signal);
  await Promise.race([aborted(signal), running.ended]);
}

async function show(options: SessionOptions, pipeline: Pipeline, running: Running, observer: Observer): Promise<void> {
  const seen = await observer.look();
  const snapshot: Snapshot = { ...seen, stages: running.figures(), lags: await lags(pipeline.log, pipeline.steps) };
  options.view.show(snapshot);
}
