import { systemClock } from "../connectors/clock.ts";
import type { LogFigures } from "../connectors/event-log.ts";
import { recogniseAgain } from "../pipelines/hybrid/recognise-again.ts";
import { createInHand, inWords } from "../pipelines/in-hand.ts";
import { maintain } from "../pipelines/maintenance.ts";
import { watchPartitions } from "../pipelines/partition-watch.ts";
import { openPipeline, type Pipeline, type PipelineSettings } from "../pipelines/pipeline.ts";
import { aborted, drained, lags, runSteps } from "../pipelines/run.ts";
import { sparingNotices } from "../pipelines/sparing-notices.ts";
import { mergeFigures, type StageFigures } from "../pipelines/stage-metrics.ts";
import { startWorkers } from "../pipelines/workers.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import type { ServedFrom } from "./data-to-serve.ts";
import { every } from "./every.ts";
import type { Ending } from "./interrupt.ts";
import { type Observer, observe } from "./observe.ts";
import type { Vitals } from "./server/vitals.ts";
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
  /** Kept up to date for whoever asks how it goes. */
  readonly vitals?: Vitals;
  /** Told what the session still does once it is asked to end. */
  readonly ending?: Ending;
  /** Brings events in while the stages run. */
  readonly feed?: (pipeline: Pick<Pipeline, "log" | "traces">) => Promise<void>;
}

const viewEveryMs = 500;
const lookEveryMs = 2_000;
const maintainEveryMs = 60_000;
const recogniseAgainEveryMs = 10_000;

/** Runs the stages until they are drained, interrupted, or one fails; gives what they have done. */
export async function runSession(options: SessionOptions): Promise<readonly StageFigures[]> {
  const { settings, vitals, ending = { unfinished: () => [] } } = options;
  const notice = sparingNotices((text) => printNote(text, { level: "warn" }), systemClock);
  const pipeline = await openPipeline(settings, systemClock, notice);
  const { log, models: store, live } = pipeline;
  const served = vitals && (await serve(vitals, { ...settings, log, store, live, notice }));
  try {
    const observer = await observe(pipeline, settings);
    return await runPipeline({ ...options, notice, ending }, pipeline, observer);
  } finally {
    ending.unfinished = () => ["closing the event log and the tables"];
    await served?.close();
    await pipeline.close();
  }
}

/** Loaded only where somebody may ask: it is a tenth of what a session is made of. */
async function serve(vitals: Vitals, from: ServedFrom): Promise<{ close(): Promise<void> }> {
  const { serveData } = await import("./data-to-serve.ts");
  return serveData(vitals, from);
}

interface Opened extends SessionOptions {
  readonly notice: (text: string) => void;
  readonly ending: Ending;
}

async function runPipeline(options: Opened, pipeline: Pipeline, observer: Observer): Promise<readonly StageFigures[]> {
  const { notice, ending } = options;
  const running = start(options, pipeline, notice);
  ending.unfinished = () => running.atWork();
  const over = new AbortController();
  const catchUp = catchUpWith(pipeline, AbortSignal.any([over.signal, options.signal]));
  const timers = [
    every(viewEveryMs, () => show(options, pipeline, running, observer), outlasting(running.fail, notice)),
    every(maintainEveryMs, () => maintain(pipeline), outlasting(running.fail, notice)),
    every(recogniseAgainEveryMs, async () => void (await catchUp()), outlasting(running.fail, notice)),
    ...keepVitals(options, pipeline, running, observer),
  ];
  try {
    await Promise.race([work(options, pipeline, running, catchUp), running.ended]);
    over.abort();
    running.stop();
    await running.ended;
    await Promise.all(timers.map((timer) => timer.end()));
    await show(options, pipeline, running, observer);
    return running.figures();
  } finally {
    over.abort();
    await Promise.all(timers.map((timer) => timer.end()));
    options.view.end();
    running.stop();
    await running.ended.catch(() => {});
  }
}

function recognises(steps: Pipeline["steps"]): boolean {
  return steps.some(({ to }) => to.includes("recognitions"));
}

/** The stages of some steps; of those that recognise products none while no model does, unless there are no others. */
function placesInUse(steps: Pipeline["steps"], hasRecogniser: boolean): Vitals["topology"] {
  const places = steps.flatMap(({ stages }) => stages);
  const others = places.filter(({ to }) => !to.includes("recognitions"));
  return hasRecogniser || others.length === 0 ? places : others;
}

/** What recognises anew what an earlier model recognised, and gives how many products; nothing where the stage doesn't run here. */
function catchUpWith({ log, live, steps }: Pipeline, signal: AbortSignal): () => Promise<number> {
  if (!recognises(steps)) return async () => 0;
  const again = recogniseAgain(log, live, systemClock);
  return () => again.go(signal);
}

/** While the log can't be reached nothing can be seen or tidied; whether that is the end is for those who follow it to say. */
function outlasting(fail: (error: unknown) => void, notice: (text: string) => void): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof TwinstreamError) || error.code !== "LOG_UNAVAILABLE") return fail(error);
    notice(error.message);
  };
}

interface Running {
  figures(): readonly StageFigures[];
  logFigures(): LogFigures | undefined;
  /** What is being worked on, in words. */
  atWork(): readonly string[];
  readonly ended: Promise<void>;
  stop(): void;
  fail(error: unknown): void;
}

function start({ settings, workers }: SessionOptions, pipeline: Pipeline, notice: (text: string) => void): Running {
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {}); // it is looked at through the races below
  if (workers > 0) {
    const threads = startWorkers(settings, workers, notice);
    return { ...threads, ended: Promise.race([threads.ended, failure]), fail };
  }
  const stop = new AbortController();
  const inHand = createInHand(systemClock);
  const ended = runSteps(pipeline.log, pipeline.steps, stop.signal, inHand);
  return {
    figures: () => mergeFigures(pipeline.steps.map((step) => step.figures())),
    logFigures: () => pipeline.log.figures?.(),
    atWork: () => inHand.batches().map((batch) => inWords(batch, systemClock.now())),
    ended: Promise.race([ended, failure]),
    stop: () => stop.abort(),
    fail,
  };
}

/** Lets the server know how it goes, from now on. */
function keepVitals(
  { vitals, signal }: SessionOptions,
  { log, steps, live }: Pipeline,
  running: Running,
  observer: Observer,
): readonly { end(): Promise<void> }[] {
  if (vitals === undefined) return [];
  const watch = watchPartitions(log, steps, systemClock);
  vitals.stages = () => running.figures();
  vitals.log = () => running.logFigures();
  vitals.topology = placesInUse(steps, false);
  vitals.phase = signal.aborted ? "stopping" : "running";
  signal.addEventListener("abort", () => {
    vitals.phase = "stopping";
  });
  running.ended.catch((error: unknown) => {
    vitals.failure = messageOf(error);
  });
  const look = async () => {
    vitals.partitions = await watch.look();
    vitals.models = await observer.models();
    vitals.topology = placesInUse(steps, recognises(steps) && (await live.recogniser?.use(async () => true)) === true);
    vitals.lookedAt = systemClock.now();
    vitals.logFault = undefined;
  };
  const unseen = (error: unknown) => {
    vitals.logFault = messageOf(error);
  };
  return [every(lookEveryMs, look, unseen)];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Feeds, then waits for the end that was asked for. */
async function work(
  options: SessionOptions,
  { log, traces, steps }: Pipeline,
  running: Running,
  catchUp: () => Promise<number>,
): Promise<void> {
  const { signal } = options;
  await options.feed?.({ log, traces });
  if (options.drain) {
    await drained(log, steps, systemClock, signal);
    // what was recognised anew is recorded, too
    if (!signal.aborted && (await catchUp()) > 0) await drained(log, steps, systemClock, signal);
    return;
  }
  await Promise.race([aborted(signal), running.ended]);
}

async function show(options: SessionOptions, pipeline: Pipeline, running: Running, observer: Observer): Promise<void> {
  const seen = await observer.look();
  const snapshot: Snapshot = { ...seen, stages: running.figures(), lags: await lags(pipeline.log, pipeline.steps) };
  options.view.show(snapshot);
}
