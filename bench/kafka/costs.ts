import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { number, textTable } from "../../app/terminal/output.ts";
import { kafkaSettings } from "../../connectors/kafka/address.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { partitions } from "../support/append-searches.ts";
import { builtScript } from "../support/child.ts";
import { inTemporaryFolder } from "../support/temporary-folder.ts";
import { type BarGroup, barPicture } from "./bar-picture.ts";
import { type Broker, withBroker } from "./broker.ts";
import { fillSearches } from "./filling.ts";
import { measured } from "./measured.ts";
import { shareOfWork, type Work } from "./profile-costs.ts";
import { homeDepotSearches, oneProductEach, overAgain } from "./searches.ts";
import { type EventCost, type Sizing, sizingOf } from "./sizing.ts";
import type { StageOrder } from "./stage-worker.ts";
import { withModels } from "./trained-models.ts";

const picture = "docs/kafka-costs.svg";
/** Two thirds of the events show the titles twice, before the time is taken: a pipeline that runs for weeks knows most titles of its shop. */
const [titles, timesShown] = [40_000, 3];
const sizedFor = 1_000_000;

/** What a process of fused stages does, by the code that does it: of what goes on after others had their turn no stage is seen any more, but its models are. */
const works: readonly Work[] = [
  { name: "decode events", functions: ["decodeBatch"] },
  { name: "tokenize", files: ["pipelines/stages/tokenize.js"] },
  { name: "embed", files: ["pipelines/stages/embed.js", "models/embedding/"] },
  {
    name: "score",
    files: ["pipelines/stages/score.js", "models/features/", "models/relevance/", "models/sparse/", "models/trees/"],
  },
  { name: "encode events", functions: ["encodeBatch"] },
  {
    name: "consume",
    files: ["connectors/kafka/entry", "connectors/kafka/fetch", "kafkajs/src/consumer", "kafkajs/src/protocol/decoder"],
  },
  {
    name: "produce and commit",
    files: [
      "connectors/kafka/",
      "kafkajs/src/producer",
      "kafkajs/src/protocol/requests",
      "kafkajs/src/protocol/request",
    ],
  },
  { name: "network", files: ["kafkajs/src/network", "node:net", "node:internal/stream"] },
  { name: "collect garbage", functions: ["(garbage collector)"] },
];
const otherwise = "all else";

/**
 * Where the processor time of an event of one product goes, with a cheap and with the best model: the samples of a profile shared out over the
 * processor time of the whole process, and the broker's beside it. Writes the picture of it that the docs
 * show, and works out what a million a second take.
 */
export async function costsBench(data: string): Promise<void> {
  await withModels(data, ["mean", "relevance"], () =>
    withBroker(async (broker) => {
      const searches = oneProductEach(await homeDepotSearches(), titles);
      const mean = await costsOf(broker, data, "mean", overAgain(searches, timesShown));
      const champion = await costsOf(broker, data, "relevance", overAgain(searches.slice(0, titles / 2), timesShown));
      writeFileSync(picture, barPicture([mean.group, champion.group], "µs"));
      const rows = [...works.map(({ name }) => name), otherwise, brokerName].map((name) => [
        name,
        ...[mean, champion].map(({ group }) => number(group.bars.find((bar) => bar.name === name)?.value ?? 0, 1)),
      ]);
      const head = ["processor time, µs/event", mean.group.title, champion.group.title];
      process.stdout.write(
        `${textTable([head, ...rows])}\nwrote ${picture}\n\n${sizingTable(mean.cost, champion.cost)}\n`,
      );
    }),
  );
}

/** What a million searches of one product each second take. */
function sizingTable(mean: EventCost, champion: EventCost): string {
  const [small, large] = [sizingOf(mean, sizedFor), sizingOf(champion, sizedFor)];
  const line = (name: string, of: (sizing: Sizing) => number, digits = 0) => [
    name,
    number(of(small), digits),
    number(of(large), digits),
  ];
  return textTable([
    [`${number(sizedFor)} events/s, three copies, cores 70 % busy`, "mean", "champion"],
    line("cores of processes", (sizing) => sizing.processCores),
    line("cores of brokers", (sizing) => sizing.brokerCores),
    line("written to brokers, MB/s", (sizing) => sizing.writtenMbPerSecond),
    line("read by processes, MB/s", (sizing) => sizing.readMbPerSecond),
    line("searches on disks, TB a day", (sizing) => sizing.inputTbPerDay, 1),
  ]);
}

const brokerName = "the broker";

interface Costs {
  readonly group: BarGroup;
  readonly cost: EventCost;
}

function costsOf(broker: Broker, data: string, kind: string, searches: readonly SearchEvent[]): Promise<Costs> {
  return inTemporaryFolder(async (folder) => {
    const profile = join(folder, "cpu.json");
    const address = await fillSearches(broker, `costs-${kind}.`, searches);
    const model = `${kind}-1`;
    const { length: events } = searches;
    const before = 1 - 1 / timesShown;
    const order: StageOrder = { address, data, model, fused: true, events, before, profile };
    const script = builtScript(new URL("./stage-worker.js", import.meta.url));
    const { cpuSeconds, brokerSeconds, records } = await measured(script, order, broker);
    const shares = shareOfWork(JSON.parse(readFileSync(profile, "utf8")), works, otherwise);
    const processUs = (cpuSeconds * 1e6) / records;
    const brokerUs = (brokerSeconds * 1e6) / events;
    const bars = [...works.map(({ name }) => name), otherwise].map((name) => ({
      name,
      value: processUs * (shares.get(name) ?? 0),
    }));
    const [bytesIn, bytesOut] = [await bytesPerRecord(address, "searches"), await bytesPerRecord(address, "scores")];
    return {
      group: { title: `${kind}, fused`, bars: [...bars, { name: brokerName, value: brokerUs }] },
      cost: { processUs, brokerUs, bytesIn, bytesOut },
    };
  });
}

/** Bytes of key and value of a record, on average over one partition. */
async function bytesPerRecord(address: string, topic: string): Promise<number> {
  const log = await openKafkaLog({ settings: kafkaSettings(address, {}, partitions) });
  let [bytes, records] = [0, 0];
  for await (const entries of log.read(topic, { partition: 0 })) {
    records += entries.length;
    for (const { key, value } of entries) bytes += (key?.length ?? 0) + (value?.length ?? 0);
  }
  await log.close();
  return bytes / records;
}
