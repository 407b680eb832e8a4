/** A process that sends requests one after the other and tells how long each took: it holds nothing else, so that no garbage of its own holds it up. `AskerOrder` is its argument. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import { busiestThreads, coreWaitMs } from "../kafka/processor-time.ts";

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

/** What each answer took, milliseconds, in the order of the bodies. */
export interface AskerTold {
  readonly taken: readonly number[];
  /** The same without what the first thread here, and the first and the busiest other one there, waited for a core, where the system tells. */
  readonly onCores: readonly number[] | undefined;
}

const { url, pid, bodies: file, warmUp, times } = JSON.parse(process.argv[2]!) as AskerOrder;
const bodies = readFileSync(file, "utf8").split("\n");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

for (const body of bodies.slice(0, warmUp)) await ask(body);
// one of them works at a time: what is asked is read, scored and answered by these one after the other
const answering = busiestThreads(pid);
const waitedMs = () => coreWaitMs(process.pid) + coreWaitMs(pid, answering);
const [taken, onCores]: [number[], number[]] = [[], []];
for (let time = 0; time < times; time++) {
  for (const body of bodies) {
    const before = waitedMs();
    const start = performance.now();
    await ask(body);
    const ms = performance.now() - start;
    taken.push(ms);
    onCores.push(ms - (waitedMs() - before));
  }
}
agent.destroy();
const told: AskerTold = { taken, onCores: onCores.every(Number.isFinite) ? onCores : undefined };
process.stdout.write(`${JSON.stringify(told)}\n`);

/** Resolves when the whole answer is there; rejects with one that is no success. */
async function ask(body: string): Promise<void> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const sent = request(url, { method: "POST", agent, headers });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${answer}`);
}
