/** A process that runs the stages from searches to scores in worker threads until all searches are scored, and tells what it took; `ThreadsOrder` is its argument. */
import { performance } from "node:perf_hooks";
import { systemClock } from "../../connectors/clock.ts";
import { logPlace } from "../../pipelines/log-place.ts";
import { openPipeline, type PipelineSettings } from "../../pipelines/pipeline.ts";
import { drained, lagOf } from "../../pipelines/run.ts";
import { startWorkers } from "../../pipelines/workers.ts";
import { partitions } from "./append-searches.ts";

/** What the process is asked to do. */
export interface ThreadsOrder {
  /** `embedded`, or `kafka://HOST:PORT?prefix=...`; the searches are there. */
  readonly address: string;
  /** The data folder, which has the model. */
  readonly data: string;
  readonly model: string;
  readonly fused: boolean;
  readonly threads: number;
  /** What is scored before the time is taken: models are loaded, functions compiled, titles met. A tenth unless said. */
  readonly before?: number;
}

/** What it took to the last score, once every thread was at work; what came before is told apart. */
export interface ThreadsTold {
  /** Searches scored in that time. */
  readonly records: number;
  readonly seconds: number;
  /** Processor time of all threads, the runtime's own too. */
  readonly cpuSeconds: number;
  /** From the start of the threads until then: models are loaded, functions compiled for the first time. */
  readonly startSeconds: number;
  /** The most memory that the process held, MB. */
  readonly peakMb: number;
}

const lookEveryMs = 50;

const { address, data, model, fused, threads, before = 0.1 } = JSON.parse(process.argv[2]!) as ThreadsOrder;
const settings: PipelineSettings = {
  ...{ data, model, fused, partitions },
  log: logPlace(address, {}),
  stages: ["tokenize", "embed", "score"],
};
const notice = (text: string) => process.stderr.write(`${text}\n`);
const pipeline = await openPipeline(settings, systemClock, notice);
const all = await waiting();
const opened = performance.now();
const workers = startWorkers(settings, threads, notice);
const told = await Promise.race([timed(), workers.ended]);
process.stdout.write(`${JSON.stringify(told)}\n`);
workers.stop();
await workers.ended;
await pipeline.close();

async function timed(): Promise<ThreadsTold> {
  let left = all;
  while (left > (1 - before) * all) {
    await systemClock.wait(lookEveryMs);
    left = await waiting();
  }
  const began = { at: performance.now(), cpu: process.cpuUsage() };
  await drained(pipeline.log, pipeline.steps, systemClock, new AbortController().signal);
  const { user, system } = process.cpuUsage(began.cpu);
  return {
    records: left,
    seconds: (performance.now() - began.at) / 1000,
    cpuSeconds: (user + system) / 1e6,
    startSeconds: (began.at - opened) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}

/** Searches that the first stage has not committed; where the stages are fused, that are not scored. */
function waiting(): Promise<number> {
  return lagOf(pipeline.log, "searches", "tokenize");
}
