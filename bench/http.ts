import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import autocannon, { type Request } from "autocannon";
import { number, textTable } from "../app/terminal/output.ts";
import { learners } from "../models/learners.ts";
import { seededRandom } from "../models/random.ts";
import { percentile } from "./kafka/percentile.ts";
import { stolenMs } from "./kafka/processor-time.ts";
import { inModelFolder, withModels } from "./kafka/trained-models.ts";
import { homeDepotShop, type Shop } from "./retrieval/shop.ts";
import { builtScript, startScript } from "./support/child.ts";
import type { AskerOrder, AskerTold } from "./support/http-asker.ts";
import type { HttpServerTold, LoopDelay, Prepared } from "./support/http-server.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const usualKinds = ["mean", "relevance"];
const productCounts = [25, 100, 300];
const askedOnce = 500;
/** Once all is prepared, every request is sent so often, as the slowest hundredth of fewer swings by a half from run to run. */
const timesPrepared = 4;
const warmUp = 50;
const steady = { perSecond: 1_000, products: 25, connections: 50, seconds: 60 };

/** Whether a word names a kind of champion, or the seconds that a rate is to be held. */
export function isHttpWord(word: string): boolean {
  return /^[1-9]\d{0,3}$/.test(word) || Object.hasOwn(learners, word);
}

/**
 * The server, from another process on this machine, with a champion of each kind named: how long `POST /api/score` takes with 25, 100 and 300 products, one request
 * after the other, drawn from all products, before the titles of the catalog were prepared and after that, and 1,000 requests of 25 products a second for 60 s, or as many as a number among the words says. Its peer is a bare route of the
 * same library that is sent the same and gives the same answer. Skipped by name where the Home Depot rows are not there.
 */
export async function httpBench(words: readonly string[]): Promise<void> {
  const named = words.filter((word) => Object.hasOwn(learners, word));
  const kinds = named.length > 0 ? named : usualKinds;
  const seconds = Number(words.find((word) => /^\d+$/.test(word)) ?? steady.seconds);
  await inModelFolder((data) =>
    withModels(data, kinds, async () => {
      const bodies = await allRequests();
      for (const kind of kinds) await benchServer(data, `${kind}-1`, bodies, seconds);
    }),
  );
}

/** Bodies of requests, by how many products they have. */
type Bodies = ReadonlyMap<number, readonly string[]>;

/** The shop itself is not kept: whoever asks should have little to clear away. */
async function allRequests(): Promise<Bodies> {
  const shop = await homeDepotShop();
  return new Map(productCounts.map((count) => [count, requests(shop, count)]));
}

async function benchServer(data: string, model: string, bodies: Bodies, seconds: number): Promise<void> {
  const server = startScript(builtScript(new URL("./support/http-server.js", import.meta.url)), [data, model]);
  try {
    const { pid, api, floor } = await toldBy(server);
    const rows: (readonly string[])[] = [];
    const take = async (state: string, times: number) => {
      for (const count of productCounts) {
        const figures = await oneByOne({ address: `${api}/api/score`, floor, pid }, bodies.get(count)!, times);
        rows.push([`${count} products, ${state}`, ...figures]);
      }
    };
    await take("from a cold start", 1);
    const prepared = await told<Prepared>(`${floor}/prepared`);
    await take("all prepared", timesPrepared);
    process.stdout.write(
      `${textTable([[`one after the other, ${model}`, ...latencyHead], ...rows])}\n${preparedText(prepared)}${latencyKey}${wantedLatency}`,
    );
    const steadily = bodies.get(steady.products)!;
    const ours = await atRate(`${api}/api/score`, floor, steadily, seconds);
    const bare = await atRate(`${floor}/${steady.products}`, floor, steadily, seconds);
    const head = [`${number(seconds)} s, ${model}`, ...rateHead];
    const held = [head, ["the API", ...ours.cells], ["bare route", ...bare.cells]];
    process.stdout.write(`${textTable(held)}\n${wantedRate}${shortfall(ours.perSecond)}`);
  } finally {
    await server.kill();
  }
}

async function toldBy(server: ReturnType<typeof startScript>): Promise<HttpServerTold> {
  while (!server.said().includes("\n")) {
    if (!server.isAlive()) await server.ended;
    await pause(50);
  }
  return JSON.parse(server.said()) as HttpServerTold;
}

/** Requests as a shop would send them: each query with products of the catalog, drawn once. */
function requests({ products, queries }: Shop, count: number): readonly string[] {
  const random = seededRandom(count);
  return queries.slice(0, askedOnce).map(({ query }) => {
    const shown = Array.from({ length: count }, () => products[random.int(products.length)]!);
    return JSON.stringify({ query, products: shown.map(({ title }, i) => ({ id: String(i), title })) });
  });
}

function preparedText({ titles, seconds }: Prepared): string {
  return `${number(titles)} titles prepared in ${number(seconds, 1)} s\n`;
}

const latencyHead = [
  "p50 ms",
  "p99 ms",
  "on cores",
  "stolen ms",
  "bare route p50 ms",
  "p99 ms",
  "on cores",
  "event loop, at most ms",
];
const latencyKey =
  "on cores: the p99 without what the threads that ask, answer and score waited for a core of this machine; stolen: what the host of a virtual machine gave of its cores to others meanwhile; event loop: how long it was held up\n";
const wantedLatency =
  "wanted of the champion: p99 of 8 ms with 100 products, 20 ms with 300, on a machine with nothing else to do\n";

/** Where the API and its floor are asked, and the process that is both. */
interface AskedServer {
  readonly address: string;
  readonly floor: string;
  readonly pid: number;
}

async function oneByOne(
  { address, floor, pid }: AskedServer,
  bodies: readonly string[],
  times: number,
): Promise<readonly string[]> {
  const { length: count } = (JSON.parse(bodies[0]!) as { products: readonly unknown[] }).products;
  await put(`${floor}/${count}`, await post(address, bodies[0]!));
  const stolenBefore = stolenMs();
  const taken = await timed({ url: address, pid }, bodies, times, floor);
  const stolen = number(stolenMs() - stolenBefore);
  const bare = await timed({ url: `${floor}/${count}`, pid }, bodies, times, floor);
  return [...taken.cells, stolen, ...bare.cells, number(taken.delay.max, 1)];
}

function timed(asked: Pick<AskerOrder, "url" | "pid">, bodies: readonly string[], times: number, floor: string) {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, "bodies");
    writeFileSync(file, bodies.join("\n"));
    const order: AskerOrder = { ...asked, bodies: file, warmUp, times };
    await loopDelay(floor);
    const asker = startScript(builtScript(new URL("./support/http-asker.js", import.meta.url)), [
      JSON.stringify(order),
    ]);
    const { taken, onCores } = JSON.parse(await asker.ended) as AskerTold;
    const cell = (of: readonly number[] | undefined, share: number) =>
      number(of && percentile(Float64Array.from(of), share), 2);
    const cells = [cell(taken, 0.5), cell(taken, 0.99), cell(onCores, 0.99)];
    return { cells, delay: await loopDelay(floor) };
  });
}

const rateHead = ["requests/s", "errors", "p50 ms", "p99 ms", "event loop held up, p99 ms", "at most ms"];
const wantedRate = `wanted: ${number(steady.perSecond)} requests/s, no error; each is a POST /api/score of one query with ${steady.products} products drawn from the whole catalog, sent by another process on ${steady.connections} connections\n`;

/** What to do where the server answered fewer requests than were to be sent. */
function shortfall(answeredPerSecond: number): string {
  if (answeredPerSecond >= 0.99 * steady.perSecond) return "";
  return `this machine holds ${number(answeredPerSecond)} of ${number(steady.perSecond)} requests/s; for more, run twinstream serve several times on the same data folder, behind what shares requests out\n`;
}

async function atRate(
  url: string,
  floor: string,
  bodies: readonly string[],
  seconds: number,
): Promise<{ readonly perSecond: number; readonly cells: readonly string[] }> {
  await loopDelay(floor);
  const { connections, perSecond: overallRate } = steady;
  const shares = dealt(bodies, connections);
  const given = await autocannon({
    ...{ url, connections, overallRate, duration: seconds, method: "POST" },
    headers: { "content-type": "application/json" },
    // each connection makes its requests when it opens: all of them on each would hold up the first second
    setupClient: (client) => client.setRequests(shares.pop()!),
  });
  const { p99, max } = await loopDelay(floor);
  const { requests: answered, latency, errors, timeouts, non2xx } = given;
  const rate = answered.total / given.duration;
  const taken = [latency.p50, latency.p99, p99, max].map((ms) => number(ms, 1));
  return { perSecond: rate, cells: [number(rate), number(errors + timeouts + non2xx), ...taken] };
}

/** Requests of the bodies, dealt out to so many connections. */
function dealt(bodies: readonly string[], connections: number): Request[][] {
  const shares = Array.from({ length: connections }, (): Request[] => []);
  for (const [i, body] of bodies.entries()) shares[i % connections]!.push({ body });
  return shares;
}

/** Asks on a connection that is kept open, as shops do. */
async function post(address: string, body: string): Promise<string> {
  return text(await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body }));
}

async function put(address: string, answer: string): Promise<void> {
  const body = JSON.stringify({ answer });
  await text(await fetch(address, { method: "PUT", headers: { "content-type": "application/json" }, body }));
}

function loopDelay(floor: string): Promise<LoopDelay> {
  return told(`${floor}/delay`);
}

async function told<Told>(address: string): Promise<Told> {
  return JSON.parse(await text(await fetch(address))) as Told;
}

async function text(response: Response): Promise<string> {
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${body}`);
  return body;
}
