import { number, textTable } from "../../app/terminal/output.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { builtScript } from "../support/child.ts";
import { type Broker, withBroker } from "./broker.ts";
import { fillRaw, fillSearches } from "./filling.ts";
import { type Measured, measured } from "./measured.ts";
import { quixMissing, throughQuix } from "./quix-peer.ts";
import type { CopyOrder } from "./raw-copy.ts";
import { homeDepotSearches, oneProductEach, pairsOf } from "./searches.ts";
import type { StageOrder } from "./stage-worker.ts";
import { withModels } from "./trained-models.ts";

const raw = { records: 200_000, bytes: 200 } as const;
const singles = 60_000;
const championSearches = 4_000;
const peerSearches = 3_000;
/** A net that both sides run through ONNX: it reads the words of a text by their characters. */
const net = "siamese-char-shared";

/** One line of the table. */
interface Line {
  readonly name: string;
  /** Pairs of query and product that an event holds, on average. */
  readonly pairs: number;
  readonly measured: Measured;
}

/**
 * Records a second through one process with the broker beside it, each once: kafkajs alone, the stages with a cheap and with the best model, fused and
 * hop by hop, with a net beside Quix Streams, which runs the same one; and what each record costs the process and the broker in processor time.
 */
export async function throughputBench(data: string): Promise<void> {
  await withModels(data, ["mean", net, "relevance"], () =>
    withBroker(async (broker) => {
      const searches = await homeDepotSearches();
      const limit = { name: "kafkajs alone, 200 B", pairs: 0, measured: await copy(broker) };
      const stage = (name: string, events: readonly SearchEvent[], order: Pick<StageOrder, "model" | "fused">) =>
        throughStages(broker, name, events, { ...order, data });
      const single = oneProductEach(searches, singles);
      const several = searches.slice(0, championSearches);
      const some = searches.slice(0, peerSearches);
      const lines = [
        limit,
        await stage("mean, fused, 1 product", single, { model: "mean-1", fused: true }),
        await stage("mean, hop by hop, 1 product", single, { model: "mean-1", fused: false }),
        await stage("champion, fused", several, { model: "relevance-1", fused: true }),
        await stage("champion, hop by hop", several, { model: "relevance-1", fused: false }),
      ];
      const ours = await stage("Siamese net, fused", some, { model: `${net}-1`, fused: true });
      const missing = quixMissing();
      const peers = missing === undefined ? [await peer(broker, data, some)] : [];
      const rows = [...lines, ours, ...peers].map((line) => row(line, limit));
      process.stdout.write(`${textTable([head, ...rows])}\n${peers.map((line) => against(ours, line)).join("")}`);
      if (missing !== undefined) process.stdout.write(`skipped: ${missing}\n`);
    }),
  );
}

/** How often as fast the stages are as the peer, by the clock and by the processor time of the process. */
function against({ measured: ours }: Line, { measured: peer }: Line): string {
  const times = number(ours.records / ours.seconds / (peer.records / peer.seconds), 1);
  const cheaper = number(peer.cpuSeconds / peer.records / (ours.cpuSeconds / ours.records), 1);
  return `the stages with the same net: ${times} times the events/s of Quix Streams, ${cheaper} times by processor time\n`;
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

function row({ name, pairs, measured: { records, seconds, cpuSeconds, brokerSeconds } }: Line, limit: Line): string[] {
  const rate = records / seconds;
  const share = rate / (limit.measured.records / limit.measured.seconds);
  const perEvent = (spent: number) => number((spent * 1e6) / records, 1);
  return [
    name,
    number(records),
    number(rate),
    `${number(100 * share)} %`,
    pairs === 0 ? "" : number(rate * pairs),
    perEvent(cpuSeconds),
    perEvent(brokerSeconds),
  ];
}

async function copy(broker: Broker): Promise<Measured> {
  const topics = { from: "raw-in", to: "raw-out" };
  await fillRaw(broker, topics, raw.records, raw.bytes);
  const order: CopyOrder = { ...topics, broker: broker.address, records: raw.records };
  return measured(builtScript(new URL("./raw-copy.js", import.meta.url)), order, broker);
}

async function throughStages(
  broker: Broker,
  name: string,
  events: readonly SearchEvent[],
  order: Pick<StageOrder, "model" | "fused" | "data">,
): Promise<Line> {
  const address = await fillSearches(broker, prefixOf(order), events);
  const whole: StageOrder = { ...order, address, events: events.length };
  const script = builtScript(new URL("./stage-worker.js", import.meta.url));
  return { name, pairs: pairsOf(events) / events.length, measured: await measured(script, whole, broker) };
}

function prefixOf({ model, fused }: Pick<StageOrder, "model" | "fused">): string {
  return `${model}-${fused ? "fused" : "hops"}.`;
}

/** Reads what the stages with the same net have read. */
async function peer(broker: Broker, data: string, events: readonly SearchEvent[]): Promise<Line> {
  const model = `${net}-1`;
  const prefix = prefixOf({ model, fused: true });
  const order = { from: `${prefix}searches`, to: `${prefix}catalog`, data, model, events: events.length };
  return {
    name: "Quix Streams, the same net",
    pairs: pairsOf(events) / events.length,
    measured: await throughQuix(broker, order),
  };
}
