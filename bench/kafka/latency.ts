import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { number, textTable } from "../../app/terminal/output.ts";
import { kafkaSettings } from "../../connectors/kafka/address.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import { codecs } from "../../schemas/codec.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { partitions } from "../support/append-searches.ts";
import { builtScript, startScript } from "../support/child.ts";
import { type Broker, withBroker } from "./broker.ts";
import { fillSearches } from "./filling.ts";
import { percentile } from "./percentile.ts";
import { homeDepotSearches, oneProductEach } from "./searches.ts";
import type { StageOrder } from "./stage-worker.ts";
import { withModels } from "./trained-models.ts";

const searchesPerSecond = 1_000;
const seconds = 20;
/** What comes while programs are compiled and groups are joined is not measured. */
const warmSeconds = 8;

/**
 * Milliseconds from the moment at which a search was due to its score being readable, at a thousand searches a second. Searches are sent when they are
 * due, whatever became of those before (an open loop), and counted from then: what waits because the log is slow is not left out.
 */
export async function latencyBench(data: string): Promise<void> {
  await withModels(data, ["mean"], () =>
    withBroker(async (broker) => {
      const searches = oneProductEach(await homeDepotSearches(), searchesPerSecond * (warmSeconds + seconds));
      const rows = [];
      for (const fused of [true, false]) {
        const ms = await latencies(broker, data, searches, fused);
        const shares = [0.5, 0.9, 0.99, 1].map((share) => number(percentile(ms, share)));
        rows.push([fused ? "fused" : "hop by hop", number(ms.length), ...shares]);
      }
      const head = [`${number(searchesPerSecond)} searches/s, mean, ms`, "searches", "p50", "p90", "p99", "longest"];
      process.stdout.write(`${textTable([head, ...rows])}\n`);
    }),
  );
}

async function latencies(broker: Broker, data: string, searches: readonly SearchEvent[], fused: boolean) {
  const address = await fillSearches(broker, fused ? "latency-fused." : "latency-hops.", []);
  const order: StageOrder = { address, data, model: "mean-1", fused, events: searches.length };
  const worker = startScript(builtScript(new URL("./stage-worker.js", import.meta.url)), [JSON.stringify(order)]);
  // What the reader of the scores keeps is its position alone: without transactions it takes less from those it stands beside.
  const log = await openKafkaLog({ settings: kafkaSettings(`${address}&delivery=at-least-once`, {}, partitions) });
  const [due, scored] = [new Float64Array(searches.length), new Float64Array(searches.length)];
  const places = new Map(searches.map(({ eventId }, place) => [eventId, place]));
  const over = new AbortController();
  const watching = log.follow(
    "scores",
    "latency",
    async (entries) => {
      const now = performance.now();
      for (const { value } of entries) {
        const decoded = codecs.scores.decode(value!);
        if ("event" in decoded) scored[places.get(decoded.event.eventId)!] = now;
      }
      return [];
    },
    { signal: over.signal },
  );
  const failed = worker.ended.then(() => undefined);
  await Promise.race([sleep(joinMs), failed]);
  await sendOnTime(searches, due, (search) => log.append([encodeEvent("searches", search)]));
  await failed;
  while (scored.includes(0)) await sleep(50);
  over.abort();
  await watching;
  await log.close();
  return scored.map((at, place) => at - due[place]!).subarray(warmSeconds * searchesPerSecond);
}

/** Time for the worker and the reader to join their groups. */
const joinMs = 5_000;

/** Sends every search at its time and keeps that time; resolves when all are acknowledged. */
async function sendOnTime(
  searches: readonly SearchEvent[],
  due: Float64Array,
  send: (search: SearchEvent) => Promise<unknown>,
): Promise<void> {
  const began = performance.now();
  const sent: Promise<unknown>[] = [];
  while (sent.length < searches.length) {
    for (; sent.length < searches.length; sent.push(send(searches[sent.length]!))) {
      const at = began + (sent.length * 1000) / searchesPerSecond;
      if (at > performance.now()) break;
      due[sent.length] = at;
    }
    await sleep(1);
  }
  await Promise.all(sent);
}
