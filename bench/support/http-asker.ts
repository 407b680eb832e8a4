/** A process that sends requests one after the other and tells how long each took: it holds nothing else, so that no garbage of its own holds it up. `AskerOrder` is its argument. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { busiestThreads, coreWaitMs } from "../kafka/processor-time.ts";
import { openPostLine } from "./post-line.ts";

/** What the process is asked to do. */
export interface AskerOrder {
  /** Where bodies are sent to, by `POST`, on one connection. */
  readonly url: string;
  /** The process that answers. */
  readonly pid: number;
  /** A file with a JSON body in each line. */
  readonly bodies: string;
  /** How many of them are sent before the time is taken, and how often all of them are sent from then on. */
  readonly warmUp: number;
  readonly times: number;
}

/** What each answer took from the first byte of its request to its own last, milliseconds, in the order of the bodies. */
export interface AskerTold {
  readonly taken: readonly number[];
  /** The same without what the first thread here, and the first and the busiest other one there, waited for a core, where the system tells. */
  readonly onCores: readonly number[] | undefined;
}

const { url, pid, bodies: file, warmUp, times } = JSON.parse(process.argv[2]!) as AskerOrder;
const line = await openPostLine(new URL(url));
const requests = readFileSync(file, "utf8").split("\n").map(line.request);

for (const request of requests.slice(0, warmUp)) await line.ask(request);
// these work one after the other; what another thread that scores a part of a search waited for meanwhile is not taken off
const answering = busiestThreads(pid);
const waitedMs = () => coreWaitMs(process.pid) + coreWaitMs(pid, answering);
const [taken, onCores]: [number[], number[]] = [[], []];
for (let time = 0; time < times; time++) {
  for (const request of requests) {
    const before = waitedMs();
    const start = performance.now();
    await line.ask(request);
    const ms = performance.now() - start;
    taken.push(ms);
    onCores.push(ms - (waitedMs() - before));
  }
}
line.close();
const told: AskerTold = { taken, onCores: onCores.every(Number.isFinite) ? onCores : undefined };
process.stdout.write(`${JSON.stringify(told)}\n`);
