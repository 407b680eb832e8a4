import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { number, textTable } from "../../app/terminal/output.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { builtScript } from "../support/child.ts";
import { inTemporaryFolder } from "../support/temporary-folder.ts";
import { type BarGroup, barPicture } from "./bar-picture.ts";
import { type Broker, withBroker } from "./broker.ts";
import { fillSearches } from "./filling.ts";
import { measured } from "./measured.ts";
import { shareOfWork, type Work } from "./profile-costs.ts";
import { homeDepotSearches, oneProductEach } from "./searches.ts";
import type { StageOrder } from "./stage-worker.ts";
import { withModels } from "./trained-models.ts";

const picture = "docs/kafka-costs.svg";
const events = 40_000;

/** What a process of fused stages does, by the code that does it. */
const works: readonly Work[] = [
  { name: "decode events", functions: ["decodeBatch"] },
  { name: "tokenize", files: ["pipelines/stages/tokenize.js"] },
  { name: "embed", files: ["pipelines/stages/embed.js"] },
  { name: "score", files: ["pipelines/stages/score.js"] },
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
 * processor time of the whole process, and the broker's beside it. Writes the picture of it that the docs show.
 */
export async function costsBench(): Promise<void> {
  await withModels(["mean", "relevance"], (data) =>
    withBroker(async (broker) => {
      const searches = oneProductEach(await homeDepotSearches(), events);
      const groups = [
        await costsOf(broker, data, "mean", searches),
        await costsOf(broker, data, "relevance", searches.slice(0, events / 4)),
      ];
      writeFileSync(picture, barPicture(groups, "µs"));
      const rows = [...works.map(({ name }) => name), otherwise, brokerName].map((name) => [
        name,
        ...groups.map(({ bars }) => number(bars.find((bar) => bar.name === name)?.value ?? 0, 1)),
      ]);
      const head = ["processor time, µs/event", ...groups.map(({ title }) => title)];
      process.stdout.write(`${textTable([head, ...rows])}\nwrote ${picture}\n`);
    }),
  );
}

const brokerName = "the broker";

function costsOf(broker: Broker, data: string, kind: string, searches: readonly SearchEvent[]): Promise<BarGroup> {
  return inTemporaryFolder(async (folder) => {
    const profile = join(folder, "cpu.json");
    const address = await fillSearches(broker, `costs-${kind}.`, searches);
    const model = `${kind}-1`;
    const order: StageOrder = { address, data, model, fused: true, events: searches.length, profile };
    const script = builtScript(new URL("./stage-worker.js", import.meta.url));
    const { cpuSeconds, brokerSeconds, records } = await measured(script, order, broker);
    const shares = shareOfWork(JSON.parse(readFileSync(profile, "utf8")), works, otherwise);
    const perEvent = (seconds: number) => (seconds * 1e6) / records;
    const bars = [...works.map(({ name }) => name), otherwise].map((name) => ({
      name,
      value: perEvent(cpuSeconds) * (shares.get(name) ?? 0),
    }));
    return { title: `${kind}, fused`, bars: [...bars, { name: brokerName, value: perEvent(brokerSeconds) }] };
  });
}
