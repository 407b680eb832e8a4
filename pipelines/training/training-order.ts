import { join } from "node:path";
import type { Clock } from "../../connectors/clock.ts";
import { readParquet } from "../../connectors/duckdb/read-parquet.ts";
import { type CheckpointFolder, openCheckpointFolder } from "../../connectors/files/checkpoint-folder.ts";
import { type DataFolder, openDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import type { Progress } from "../../models/model.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CurvePoint, Manifest } from "../../schemas/manifest.ts";
import { importFile } from "../replay/import-file.ts";
import type { ImportOptions } from "../replay/preset.ts";
import { keepEncodersIn, surroundings } from "../surroundings.ts";
import { tablesToRead } from "../tables.ts";
import { type AblationTable, ablate } from "./ablate.ts";
import { judgedEventsOf } from "./judged-events.ts";
import { openLender } from "./lender.ts";
import { type Material, materialOfEvents } from "./material.ts";
import { materialOfTables, type TableRange } from "./material-of-tables.ts";
import { learnerOf, settledConfig, type Trained, type TrainingChoice, trainingName, trainModel } from "./train.ts";

/** A training from its rows to its figures; plain data, so that a worker thread can be sent it. */
export interface TrainingOrder extends TrainingChoice {
  /** The data folder. */
  readonly data: string;
  /** `tables`, or a file of judged rows. */
  readonly from: string;
  /** `s3://BUCKET/PREFIX` of tables that are not in the data folder. */
  readonly tables?: string | undefined;
  /** Which rows of the tables are wanted; all of them unless said. */
  readonly range?: TableRange;
  /** How the file is read. */
  readonly file: Omit<ImportOptions, "path" | "parquet" | "notice" | "onRowError">;
  /** The model whose embedder the features of a file are taken with. */
  readonly embedder?: string | undefined;
  /** The champion at this time. */
  readonly parent?: string | undefined;
  /** Whether to forget what an earlier run of the same training has come to. */
  readonly isFresh: boolean;
}

/** Who watches a training. */
export interface TrainingWatcher {
  progress(progress: Progress): void;
  learned(point: CurvePoint): void;
  notice(text: string): void;
  /** Takes a row that can't be used, and why. */
  rowError(line: number, reason: string): void;
}

/** What came of an order, and where its checkpoints are that it no longer needs once the model is kept. */
export interface Completed {
  readonly trained: Trained;
  readonly checkpoints: string;
}

/**
 * Does all of a training, in this thread: reads the rows, learns, measures. It goes on from where the same order was ended before.
 * Throws TRAINING_STOPPED when the signal aborts, saying how to go on, and what reading and training throw.
 */
export async function carryOut(
  order: TrainingOrder,
  watcher: TrainingWatcher,
  signal: AbortSignal,
  clock: Clock,
): Promise<Completed> {
  const { material, folder } = await readMaterial(order, watcher, signal);
  return toldOfRange(order, material, trainFrom(material, order, { folder: folder.training, watcher, signal, clock }));
}

/** Measures what each group of features is worth for the kind of an order, on its rows; keeps nothing. Throws as `carryOut` does. */
export async function carryOutAblation(
  order: TrainingOrder,
  watcher: TrainingWatcher,
  signal: AbortSignal,
): Promise<AblationTable> {
  const { material } = await readMaterial(order, watcher, signal);
  try {
    return await toldOfRange(order, material, ablate(material, order, { signal, progress: watcher.progress }));
  } catch (error) {
    throw signal.aborted && error === signal.reason ? stopped(order.kind, undefined) : error;
  }
}

/** Adds to why a training is impossible how many rows the time asked for has left. */
async function toldOfRange<Result>({ range }: TrainingOrder, { rows }: Material, training: Promise<Result>) {
  try {
    return await training;
  } catch (error) {
    const isRange = range?.since !== undefined || range?.until !== undefined;
    if (!isRange || !(error instanceof TwinstreamError) || error.code !== "TRAINING_IMPOSSIBLE") throw error;
    const { count } = rows.features;
    const left = `--since and --until leave ${count} judged row${count === 1 ? "" : "s"} of the tables`;
    throw new TwinstreamError(error.code, `${left}: ${error.message}`, error);
  }
}

async function readMaterial(order: TrainingOrder, watcher: TrainingWatcher, signal: AbortSignal) {
  const learner = learnerOf(order.kind);
  const { config } = settledConfig(learner, order);
  learner.check?.(config);
  const folder = await openDataFolder(order.data);
  keepEncodersIn(order.data);
  await checkEncoder(config);
  const material = await materialOf(order, folder, watcher, signal).catch((error: unknown) => {
    throw signal.aborted && error === signal.reason ? stopped(order.kind, undefined) : error;
  });
  return { material, folder };
}

/** Throws what opening the encoder throws that a config names: better at once than after minutes of reading rows. */
async function checkEncoder({ encoder: source, dtype }: Readonly<Record<string, unknown>>): Promise<void> {
  if (typeof source !== "string" || source === "") return;
  const encoder = await surroundings.openEncoder(source, typeof dtype === "string" ? { dtype } : {});
  await encoder.close();
}

/** Where a training keeps its checkpoints, who watches it, and what may end it. */
interface TrainingPlace {
  /** The folder of all trainings. */
  readonly folder: string;
  readonly watcher: Omit<TrainingWatcher, "rowError">;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The part of `carryOut` that comes once the rows are there; throws as that does. */
export async function trainFrom(
  material: Material,
  order: Pick<TrainingOrder, keyof TrainingChoice | "from" | "isFresh" | "parent">,
  { folder, watcher, signal, clock }: TrainingPlace,
): Promise<Completed> {
  const reached: Reached = { epoch: 0, isKept: false };
  try {
    const checkpoints = openCheckpointFolder(join(folder, trainingName(material, order)), clock);
    if (order.isFresh) await checkpoints.remove();
    const plan = { ...order, ...followed(order, watcher, checkpoints, reached), since: material.since, signal };
    const trained = await trainModel(material, plan, clock);
    return { trained: withTimeBefore(trained, await checkpoints.spentBefore()), checkpoints: checkpoints.path };
  } catch (error) {
    if (error !== signal.reason || !signal.aborted) throw error;
    throw stopped(order.kind, reached.isKept ? reached.epoch : undefined);
  }
}

/** Adds the model of a training to the store; the checkpoints have then done their work. */
export async function keepCompleted(
  { trained, checkpoints }: Completed,
  models: ModelStore,
  clock: Clock,
): Promise<Manifest> {
  const reference = await models.add(trained.manifest, trained.files);
  await openCheckpointFolder(checkpoints, clock).remove();
  return models.manifest(reference);
}

/** How far a training is: its last whole epoch, and whether there is something to go on from. */
interface Reached {
  epoch: number;
  isKept: boolean;
}

/** The error of a training that was ended before its time; `reached` is the last whole epoch, or undefined when nothing was kept. */
export function stopped(kind: string, reached: number | undefined): TwinstreamError {
  const remedy = "the same command goes on from there, with --fresh it starts over";
  const what =
    reached === undefined
      ? "was stopped before there was anything to keep; the same command starts it again"
      : `was stopped ${reached === 0 ? "within its first epoch" : `after epoch ${reached}`}; ${remedy}`;
  return new TwinstreamError("TRAINING_STOPPED", `training ${kind} ${what}`);
}

/** A training took as long as all its runs together. */
function withTimeBefore({ manifest, files }: Trained, spentMs: number): Trained {
  return { manifest: { ...manifest, trainingMs: manifest.trainingMs + spentMs }, files };
}

/** Checkpoints, curve and progress of a training, of which `reached` is told as they pass. */
function followed(
  { kind }: TrainingChoice,
  watcher: TrainingPlace["watcher"],
  folder: CheckpointFolder,
  reached: Reached,
) {
  const checkpoints: CheckpointFolder = {
    ...folder,
    async load(name) {
      const bytes = await folder.load(name);
      if (bytes === undefined) return undefined;
      if (!reached.isKept)
        watcher.notice(`going on with a training of ${kind} that was ended before its time; --fresh starts over`);
      reached.isKept = true;
      return bytes;
    },
    async save(name, bytes) {
      await folder.save(name, bytes);
      reached.isKept = true;
    },
  };
  const learned = (point: CurvePoint) => {
    reached.epoch = point.epoch;
    watcher.learned(point);
  };
  return { checkpoints, learned, progress: watcher.progress };
}

async function materialOf(
  order: TrainingOrder,
  folder: DataFolder,
  watcher: TrainingWatcher,
  signal: AbortSignal,
): Promise<Material> {
  const tell = (share: number, doing: string) => {
    watcher.progress({ share, doing });
    signal.throwIfAborted();
  };
  tell(0, "reading the rows");
  const models = openModelFolder(folder.models);
  if (order.from === "tables") {
    const leftOut = ({ message }: TwinstreamError) => watcher.notice(`left out: ${message}`);
    return materialOfTables(await tablesToRead(folder, order.tables), models, { ...order, ...order.range }, leftOut);
  }
  const lender = order.embedder === undefined ? undefined : await openLender(models, order.embedder);
  const { notice, rowError: onRowError } = watcher;
  const file = importFile({ ...order.file, path: order.from, parquet: readParquet, notice, onRowError });
  const events = await judgedEventsOf(file, notice);
  return materialOfEvents(events, order, (share) => tell(share, "computing features"), lender);
}
