import type { Clock } from "../connectors/clock.ts";
import type { EventLog } from "../connectors/event-log.ts";
import type { FeatureStore } from "../connectors/feature-store.ts";
import { openDataFolder } from "../connectors/files/data-folder.ts";
import { openModelFolder } from "../connectors/files/model-folder.ts";
import type { ModelStore } from "../connectors/model-store.ts";
import type { SchemaRegistrySettings } from "../connectors/schema-registry/settings.ts";
import { openTraces } from "../connectors/telemetry/open-traces.ts";
import type { Traces } from "../connectors/traces.ts";
import { keptOfCatalog } from "../models/text/analyse.ts";
import { openRecogniser } from "./hybrid/recogniser.ts";
import { type LiveModels, namedModel } from "./live-models.ts";
import { type LogPlace, openLog } from "./log-place.ts";
import { recordStep } from "./record/record-step.ts";
import { followChampion } from "./registry/follow-champion.ts";
import type { Step } from "./step.ts";
import { keepEncodersIn } from "./surroundings.ts";
import { openTables } from "./tables.ts";
import { buildSteps } from "./topology.ts";

/** What a pipeline is made of; plain data, so that worker threads can be sent it. */
export interface PipelineSettings {
  /** The data folder. */
  readonly data: string;
  readonly log: LogPlace;
  /** `s3://BUCKET/PREFIX` of tables that are not in the data folder. */
  readonly tables?: string | undefined;
  /** Names of stages, and `record`. */
  readonly stages: readonly string[];
  readonly fused: boolean;
  /** Reference of the model to score with; left out: the champion, followed. */
  readonly model?: string | undefined;
  /** The folder of the products' pictures; left out: `pictures` in the data folder, where it is there. */
  readonly pictures?: string | undefined;
  /** Partitions of topics that are not there yet. */
  readonly partitions: number;
  /** The secret under which user ids are hashed; left out: the data folder's own. */
  readonly userKey?: string | undefined;
  /** Where schemas are registered; left out: their ids are hashes, and nobody is asked. */
  readonly schemaRegistry?: SchemaRegistrySettings | undefined;
}

/** A pipeline with everything it holds open. */
export interface Pipeline {
  readonly log: EventLog;
  readonly models: ModelStore;
  /** Which model its stages work with. */
  readonly live: LiveModels;
  readonly steps: readonly Step[];
  /** The tables; undefined when nothing records. */
  readonly store: FeatureStore | undefined;
  /** Undefined where nobody asked for traces. */
  readonly traces: Traces | undefined;
  /** Lets go of files and of the log. */
  close(): Promise<void>;
}

// Several partitions are worked on at once, so these bound the memory of a thread: with batches eight times as large a replay took no less time and 300 MB more.
const stageLimits = { maxEntries: 250, maxBytes: 2 * 2 ** 20, lingerMs: 0 };
// A batch is a transaction there, which costs the broker as much however little it holds: with 250 the champion scored a sixth less, and the broker spent a third more.
const kafkaLimits = { ...stageLimits, maxEntries: 1_000 };
// A batch of the record step is a file: larger ones cost less and are merged less often.
const recordLimits = { maxEntries: 2_000, maxBytes: 2 ** 20, lingerMs: 500 };
// Each put is paid for and takes its time.
const objectLimits = { maxEntries: 5_000, maxBytes: 4 * 2 ** 20, lingerMs: 2_000 };

/**
 * Opens the data folder and builds the steps; nothing runs yet. `notice` is told of what a person should mend while it runs. Where a part can't be
 * opened, those before it are closed.
 */
export async function openPipeline(
  settings: PipelineSettings,
  clock: Clock,
  notice: (text: string) => void = () => {},
): Promise<Pipeline> {
  const folder = await openDataFolder(settings.data, { userKey: settings.userKey });
  keepEncodersIn(folder.path);
  const { partitions, schemaRegistry: registry } = settings;
  const log = await openLog(settings.log, folder.log, { partitions, registry, clock, notice });
  const held: { close(): Promise<void> }[] = [log];
  const close = async () => {
    for (const each of held) await each.close();
  };
  try {
    const models = openModelFolder(folder.models);
    const isOnKafka = settings.log.engine === "kafka";
    // who works on a cluster goes on for weeks and meets the same products again and again
    const keptTitles = isOnKafka ? keptOfCatalog : undefined;
    const scorers =
      settings.model === undefined
        ? followChampion(log, models, clock, notice, keptTitles)
        : await namedModel(models, settings.model, keptTitles);
    const recogniser = await openRecogniser(folder, settings.pictures, clock, notice);
    held.push(recogniser);
    const live = { ...scorers, recogniser };
    let store: FeatureStore | undefined;
    const traces = await openTraces(notice);
    if (traces !== undefined) held.push(traces);
    const record = async () => {
      store = await openTables(folder, settings.tables, clock);
      held.push(store);
      const limits = settings.tables === undefined ? recordLimits : objectLimits;
      return recordStep({ store, userKey: folder.userKey, clock, limits, traces });
    };
    const { stages: names, fused } = settings;
    const stepLimits = isOnKafka ? kafkaLimits : stageLimits;
    const steps = await buildSteps({ names, fused, models: live, clock, limits: stepLimits, traces, record });
    return { log, models, live, steps, store, traces, close };
  } catch (error) {
    await close();
    throw error;
  }
}
