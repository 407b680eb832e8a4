import { number, textTable } from "../../app/terminal/output.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { builtScript } from "../support/child.ts";
import type { ThreadsOrder } from "../support/stage-threads.ts";
import { type Broker, withBroker } from "./broker.ts";
import { fillRaw, fillSearches } from "./filling.ts";
import { type Measured, measured } from "./measured.ts";
import { checkTexts, type QuixOrder, quixMissing, throughQuix } from "./quix-peer.ts";
import type { CopyOrder } from "./raw-copy.ts";
import { homeDepotSearches, oneProductEach, overAgain, pairsOf } from "./searches.ts";
import { withModels } from "./trained-models.ts";

const raw = { records: 200_000, bytes: 200 } as const;
/** As many events as the limit is taken with, and the searches so often that half a minute goes by: much of a shorter run is the compilers'. */
const singles = raw.records;
const timesOver = 4;
/** A pipeline that runs for weeks knows most titles of its shop: the time is taken when two thirds of these have shown them again and again. */
const known = { before: 2 / 3, events: 3 * singles, timesOver: 9 } as const;
/** Titles and queries of which the peer keeps what it read: as few as the stages do in a replay, or as many titles as they do on Kafka. */
const peerKeeps = { few: 4_000, many: 100_000 } as const;
/** Hop by hop the same share of the events shows as much, in a third of the time that all would take. */
const hopShare = 0.25;
/** A net that both sides run through ONNX: it reads the words of a text by their characters. */
const net = "siamese-char-shared";

/** One line of the table. */
interface Line {
  readonly name: string;
  /** Pairs of query and product that an event holds, on average. */
  readonly pairs: number;
  /** Events that went through while the broker's processor time was taken. */
  readonly events: number;
  readonly measured: Measured;
}

/** What the stages are run with. */
type Run = Pick<ThreadsOrder, "model" | "fused" | "threads" | "before">;

/**
 * Records a second through one process with the broker beside it, each once: kafkajs alone, the stages with a cheap and with the best model, fused and
 * hop by hop, in one thread and in two, with a net beside Quix Streams, which runs the same one; and what each record costs the process and the broker in
 * processor time.
 */
export async function throughputBench(data: string): Promise<void> {
  await withModels(data, ["mean", net, "relevance"], () =>
    withBroker(async (broker) => {
      const once = await homeDepotSearches();
      const searches = overAgain(once, timesOver);
      const limit = { name: "kafkajs alone, 200 B", pairs: 0, events: raw.records, measured: await copy(broker) };
      const single = oneProductEach(searches, singles);
      const lines = [
        limit,
        ...(await stages(broker, data, "mean-1", { name: "mean, 1 product", events: single })),
        await longRun(broker, data, "mean-1", {
          name: "mean, 1 product",
          events: oneProductEach(searches, known.events),
        }),
        ...(await stages(broker, data, "relevance-1", { name: "champion", events: searches })),
      ];
      const contest = await besideQuix(broker, data, once);
      process.stdout.write(`${textTable([head, ...[...lines, ...contest.lines].map((line) => row(line, limit))])}\n`);
      process.stdout.write(contest.text);
    }),
  );
}

/** What came of setting the net beside Quix Streams. */
interface Contest {
  readonly lines: readonly Line[];
  /** What is to be said below the table. */
  readonly text: string;
}

async function besideQuix(broker: Broker, data: string, once: readonly SearchEvent[]): Promise<Contest> {
  const model = `${net}-1`;
  const input = { name: "Siamese net", events: overAgain(once, timesOver) };
  const long = { name: "Siamese net", events: overAgain(once, known.timesOver) };
  const ours = await fusedStages(broker, data, model, input);
  const later = await longRun(broker, data, model, long);
  const lines = [...ours, later];
  const missing = quixMissing();
  if (missing !== undefined) return { lines, text: `skipped: ${missing}\n` };
  const { few, many } = peerKeeps;
  const peer = await throughPeer(broker, data, "Quix Streams, the same net", input.events, { kept: few });
  const peerLater = { before: known.before, kept: few };
  const peersLater = [
    await throughPeer(broker, data, "Quix Streams, later on", long.events, peerLater),
    await throughPeer(broker, data, "Quix Streams, later on, texts kept", long.events, { ...peerLater, kept: many }),
  ];
  const times = [...ours.map((line) => against(line, peer)), ...peersLater.map((theirs) => against(later, theirs))];
  const texts = checkTexts({ searches: once, data, model });
  return { lines: [...lines, peer, ...peersLater], text: `${times.join("")}${alike(texts)}` };
}

/** How often as fast the stages are as the peer, by the clock and by the processor time of the process. */
function against({ name, measured: ours }: Line, { name: other, measured: peer }: Line): string {
  const times = number(ours.records / ours.seconds / (peer.records / peer.seconds), 1);
  const cheaper = number(peer.cpuSeconds / peer.records / (ours.cpuSeconds / ours.records), 1);
  return `${name}: ${times} times the events/s of "${other}", ${cheaper} times by processor time\n`;
}

function alike(texts: number): string {
  return `both read each of ${number(texts)} texts as the same words; the stages compute and write the features and the trail of each pair as well, and the whole search with its scores\n`;
}

const head = [
  "exactly once, one process",
  "events",
  "events/s",
  "of the limit",
  "pairs/s",
  "process, µs/event",
  "broker, µs/event",
];

function row({ name, pairs, events, measured }: Line, limit: Line): string[] {
  const { records, seconds, cpuSeconds, brokerSeconds } = measured;
  const rate = records / seconds;
  const share = rate / (limit.measured.records / limit.measured.seconds);
  return [
    name,
    number(records),
    number(rate),
    `${number(100 * share)} %`,
    pairs === 0 ? "" : number(rate * pairs),
    number((cpuSeconds * 1e6) / records, 1),
    number((brokerSeconds * 1e6) / events, 1),
  ];
}

async function copy(broker: Broker): Promise<Measured> {
  const topics = { from: "raw-in", to: "raw-out" };
  await fillRaw(broker, topics, raw.records, raw.bytes);
  const order: CopyOrder = { ...topics, broker: broker.address, records: raw.records };
  return measured(builtScript(new URL("./raw-copy.js", import.meta.url)), order, broker);
}

/** What goes through the stages, by its name in the table. */
interface Input {
  readonly name: string;
  readonly events: readonly SearchEvent[];
}

/** Fused in one thread and in two, and hop by hop. */
async function stages(broker: Broker, data: string, model: string, input: Input): Promise<readonly Line[]> {
  const fewer = input.events.slice(0, hopShare * input.events.length);
  const hops = { model, fused: false, threads: 1, data };
  return [
    ...(await fusedStages(broker, data, model, input)),
    await throughStages(broker, `${input.name}, hop by hop`, fewer, hops),
  ];
}

/** Fused in one thread and in two. */
async function fusedStages(
  broker: Broker,
  data: string,
  model: string,
  { name, events }: Input,
): Promise<readonly Line[]> {
  const fused = { model, fused: true, data };
  return [
    await throughStages(broker, `${name}, fused`, events, { ...fused, threads: 1 }),
    await throughStages(broker, `${name}, fused, 2 threads`, events, { ...fused, threads: 2 }),
  ];
}

/** In two threads once the titles were met: of a longer run the last third counts. */
function longRun(broker: Broker, data: string, model: string, { name, events }: Input): Promise<Line> {
  const order = { model, fused: true, threads: 2, before: known.before, data };
  return throughStages(broker, `${name}, 2 threads, later on`, events, order);
}

async function throughStages(
  broker: Broker,
  name: string,
  events: readonly SearchEvent[],
  order: Run & Pick<ThreadsOrder, "data">,
): Promise<Line> {
  const address = await fillSearches(broker, prefixOf(order), events);
  const whole: ThreadsOrder = { ...order, address };
  const script = builtScript(new URL("../support/stage-threads.js", import.meta.url));
  return { name, ...sizesOf(events), measured: await measured(script, whole, broker) };
}

function sizesOf(events: readonly SearchEvent[]): Pick<Line, "pairs" | "events"> {
  return { pairs: pairsOf(events) / events.length, events: events.length };
}

function prefixOf({ model, fused, threads, before = 0 }: Run): string {
  return `${model}-${fused ? "fused" : "hops"}-${threads}-${Math.round(100 * before)}.`;
}

/** Reads what the stages with the same net have read. */
async function throughPeer(
  broker: Broker,
  data: string,
  name: string,
  events: readonly SearchEvent[],
  how: Pick<QuixOrder, "before" | "kept">,
): Promise<Line> {
  const model = `${net}-1`;
  const { before } = how;
  const prefix = prefixOf({ model, fused: true, threads: before === undefined ? 1 : 2, ...how });
  // each writes to a topic that nobody else does, as its group is named by it
  const to = `${prefix}${how.kept === peerKeeps.few ? "catalog" : "labels"}`;
  const order = { from: `${prefix}searches`, to, data, model, events: events.length, ...how };
  return { name, ...sizesOf(events), measured: await throughQuix(broker, order) };
}
