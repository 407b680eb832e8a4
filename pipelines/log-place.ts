import { type Clock, systemClock } from "../connectors/clock.ts";
import { openEmbeddedLog } from "../connectors/embedded/embedded-log.ts";
import type { EventLog } from "../connectors/event-log.ts";
import { kafkaSettings } from "../connectors/kafka/address.ts";
import type { KafkaSettings } from "../connectors/kafka/settings.ts";
import type { SchemaRegistrySettings } from "../connectors/schema-registry/settings.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import { topics } from "../schemas/topics.ts";
import { withSchemaRegistry } from "./schema-registry/with-schema-registry.ts";

/** Where the event log is: in the data folder, or on a Kafka cluster. Plain data, so that worker threads can be sent it. */
export type LogPlace = { readonly engine: "embedded" } | { readonly engine: "kafka"; readonly settings: KafkaSettings };

const usualPartitions = 4;

/** What is wanted of an open log. */
export interface LogWish {
  /** Partitions of topics that are not there yet. */
  readonly partitions: number;
  /** Where schemas are registered; undefined: their ids are hashes, and nobody is asked. */
  readonly registry?: SchemaRegistrySettings | undefined;
  readonly clock?: Clock;
  /** Told what a person should know while the log is open. */
  readonly notice?: (text: string) => void;
}

/** Reads `embedded`, or `kafka://HOST:PORT`, whose secrets are in the environment. Throws WRONG_USAGE for anything else. */
export function logPlace(address: string, environment: Readonly<Record<string, string | undefined>>): LogPlace {
  if (address === "embedded") return { engine: "embedded" };
  if (address.startsWith("kafka://"))
    return { engine: "kafka", settings: kafkaSettings(address, environment, usualPartitions) };
  throw new TwinstreamError(
    "WRONG_USAGE",
    `there is no event log "${address}"; give kafka://HOST:PORT, or leave --log out for the embedded log`,
  );
}

/** Opens a log with every topic made; the embedded one lies in `folder`. */
export async function openLog(place: LogPlace, folder: string, wish: LogWish): Promise<EventLog> {
  const { registry, clock = systemClock, notice = () => {} } = wish;
  const log = await openBare(place, folder, { partitions: wish.partitions, clock, notice });
  try {
    await log.createTopics(topics);
    const prefix = place.engine === "kafka" ? place.settings.prefix : "";
    return await withSchemaRegistry(log, registry && { ...registry, prefix }, { clock, notice });
  } catch (error) {
    await log.close();
    throw error;
  }
}

type BareWish = Required<Omit<LogWish, "registry">>;

async function openBare(place: LogPlace, folder: string, { partitions, clock, notice }: BareWish): Promise<EventLog> {
  if (place.engine === "embedded") return openEmbeddedLog({ folder, partitions, clock });
  // Loaded only when it is asked for: on the embedded log programs and their workers start without it.
  const { openKafkaLog } = await import("../connectors/kafka/kafka-log.ts");
  return openKafkaLog({ settings: { ...place.settings, partitions }, clock, notice });
}
