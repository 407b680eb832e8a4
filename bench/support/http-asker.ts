/** A process that sends requests one after the other and tells how long each took: it holds nothing else, so that no garbage of its own holds it up. `AskerOrder` is its argument. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";

/** What the process is asked to do. */
export interface AskerOrder {
  /** Where bodies are sent to, by `POST`, on one connection. */
  readonly url: string;
  /** A file with a JSON body in each line. */
  readonly bodies: string;
  /** How many of them are sent before the time is taken, and how often all of them are sent from then on. */
  readonly warmUp: number;
  readonly times: number;
}

/** How long each answer took, in milliseconds, in the order of the bodies. */
export type AskerTold = readonly number[];

const { url, bodies: file, warmUp, times } = JSON.parse(process.argv[2]!) as AskerOrder;
const bodies = readFileSync(file, "utf8").split("\n");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

for (const body of bodies.slice(0, warmUp)) await ask(body);
const taken: number[] = [];
for (let time = 0; time < times; time++) {
  for (const body of bodies) {
    const start = performance.now();
    await ask(body);
    taken.push(performance.now() - start);
  }
}
agent.destroy();
process.stdout.write(`${JSON.stringify(taken satisfies AskerTold)}\n`);

/** Resolves when the whole answer is there; rejects with one that is no success. */
async function ask(body: string): Promise<void> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const sent = request(url, { method: "POST", agent, headers });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${answer}`);
}
