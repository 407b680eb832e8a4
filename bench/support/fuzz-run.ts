import { systemClock } from "../../connectors/clock.ts";
import type { EventLog, Write } from "../../connectors/event-log.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { seededRandom } from "../../models/random.ts";
import type { LogPlace } from "../../pipelines/log-place.ts";
import { openPipeline, type PipelineSettings } from "../../pipelines/pipeline.ts";
import { drain } from "../../pipelines/run.ts";
import { taken } from "../../pipelines/testing.ts";
import { stepNames } from "../../pipelines/topology.ts";
import { codecs } from "../../schemas/codec.ts";
import { type Difference, difference, rowsOf } from "./account.ts";
import { fuzzedRecord } from "./fuzzed-records.ts";
import { readSearch } from "./read-search.ts";

/** What became of fuzzed records. */
export interface FuzzReport {
  /** How many should pass and how many should not, as a reader of its own says. */
  readonly sound: number;
  readonly broken: number;
  /** What is where it should be, by place. */
  readonly differences: Readonly<Record<string, Difference>>;
}

/** What is fuzzed, and where. */
export interface FuzzOptions {
  /** A new data folder. */
  readonly data: string;
  /** Left out: the log of the data folder. */
  readonly log?: LogPlace;
  readonly records: number;
  readonly seed: number;
  /** The key that broken records get, so that all of them stand in one partition; left out: they are spread as sound ones are. */
  readonly brokenKey?: string;
}

const appendedAtOnce = 2_000;

/** Appends so many fuzzed records to `searches`, runs them through all stages into the tables, and accounts for each. */
export async function fuzzRun(options: FuzzOptions): Promise<FuzzReport> {
  const { data, log = { engine: "embedded" } } = options;
  const settings: PipelineSettings = {
    data,
    log,
    stages: stepNames,
    fused: true,
    partitions: 4,
  };
  const pipeline = await openPipeline(settings, systemClock);
  try {
    await appendRecords(pipeline.log, options);
    await drain(pipeline.log, pipeline.steps, systemClock, new AbortController().signal);
    const { tables } = await openDataFolder(data);
    return await account(pipeline.log, tables);
  } finally {
    await pipeline.close();
  }
}

async function appendRecords(log: EventLog, { records, seed, brokenKey }: FuzzOptions): Promise<void> {
  const random = seededRandom(seed);
  for (let first = 0; first < records; first += appendedAtOnce) {
    const count = Math.min(appendedAtOnce, records - first);
    const writes = Array.from({ length: count }, (_, i): Write => {
      const value = fuzzedRecord(first + i, random);
      const key = brokenKey === undefined || isSound(value) ? null : brokenKey;
      return { topic: "searches", key, value };
    });
    await log.append(writes);
  }
}

function isSound(value: Uint8Array | null): boolean {
  return readSearch(value, codecs.searches.schemaId) !== undefined;
}

async function account(log: EventLog, tables: string): Promise<FuzzReport> {
  const sound: { eventId: string; productIds: readonly string[] }[] = [];
  const broken: { place: string; value: string }[] = [];
  for await (const entries of log.read("searches")) {
    for (const { partition, offset, value } of entries) {
      const search = readSearch(value, codecs.searches.schemaId);
      if (search !== undefined) sound.push(search);
      else broken.push({ place: `searches-${partition}-${offset}`, value: base64(value ?? new Uint8Array()) });
    }
  }
  const ids = sound.map(({ eventId }) => eventId);
  const died = broken.map(({ place, value }) => `${place} ${value}`);
  const letters = await taken(log, "dead-letters");
  const column = async (sql: string) => (await rowsOf(tables, sql)).map((row) => row.join(" "));
  const deadRows = await rowsOf(tables, "SELECT topic, partition, record_offset, value FROM dead_letters");
  return {
    sound: sound.length,
    broken: broken.length,
    differences: {
      "topic scores": difference(
        ids,
        (await taken(log, "scores")).map(({ eventId }) => eventId),
      ),
      "topic dead-letters": difference(
        died,
        letters.map(({ topic, partition, offset, value }) => `${topic}-${partition}-${offset} ${base64(value)}`),
      ),
      "table searches": difference(ids, await column("SELECT event_id FROM searches")),
      "table scores": difference(
        sound.flatMap(({ eventId, productIds }) => productIds.map((productId) => `${eventId} ${productId}`)),
        await column("SELECT event_id, product_id FROM scores"),
      ),
      "table dead_letters": difference(
        died,
        deadRows.map(
          ([topic, partition, offset, value]) => `${topic}-${partition}-${offset} ${base64(value as Uint8Array)}`,
        ),
      ),
    },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
