// A process of its own that copies topic `in` to topic `out`, started with the settings and the time that each batch takes.
import { setTimeout as sleep } from "node:timers/promises";
import type { GroupEvent } from "../../connectors/kafka/group-event.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";
import type { KafkaSettings } from "../../connectors/kafka/settings.ts";
import { copy } from "./log-work.ts";

const [settings, batchMs] = JSON.parse(process.argv[2]!) as [KafkaSettings, number];
const onEvent = ({ kind, partition }: GroupEvent) => console.error(`${kind} ${partition ?? ""}`);
const log = await openKafkaLog({ settings, onEvent });
const ending = new AbortController();
process.once("SIGTERM", () => ending.abort());
await log.follow(
  "in",
  "copy",
  async (entries) => {
    console.error(`handles ${entries[0]!.partition}`);
    await sleep(batchMs);
    return copy(entries);
  },
  { signal: ending.signal, maxEntries: 50 },
);
await log.close();
