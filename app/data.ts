import { existsSync } from "node:fs";
import { systemClock } from "../connectors/clock.ts";
import { openEmbeddedLog } from "../connectors/embedded/embedded-log.ts";
import type { EventLog } from "../connectors/event-log.ts";
import { type DataFolder, findDataFolder, openDataFolder } from "../connectors/files/data-folder.ts";
import { openModelFolder } from "../connectors/files/model-folder.ts";
import type { ModelStore } from "../connectors/model-store.ts";
import { type LogPlace, logPlace, openLog } from "../pipelines/log-place.ts";
import { withSchemaRegistry } from "../pipelines/schema-registry/with-schema-registry.ts";
import { keepEncodersIn } from "../pipelines/surroundings.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import { registrySettings } from "./registry-option.ts";
import { printNote } from "./terminal/output.ts";

/** What the options of a command say of where everything is. */
export interface DataFlags {
  readonly data: string;
  /** Left out by commands that need no event log. */
  readonly log?: string;
  /** Address of a schema registry; left out: that of the environment, where there is one. */
  readonly registry?: string;
}

/** The parts of an open data folder. */
export interface OpenedData {
  readonly folder: DataFolder;
  readonly log: EventLog;
  readonly models: ModelStore;
}

/** Throws FILE_NOT_FOUND where there is no data folder: for commands that only ask, and should not leave an empty one behind. */
export function requireData(path: string): void {
  if (existsSync(path)) return;
  const remedy = "make one with twinstream start or twinstream replay FILE, or pass another --data";
  throw new TwinstreamError("FILE_NOT_FOUND", `there is no data folder "${path}" yet; ${remedy}`);
}

/** What can be read of a data folder. */
export type DataToRead = Pick<OpenedData, "log" | "models">;

/** Opens a data folder to be read, which needs no right to write there; throws FILE_NOT_FOUND where there is none. */
export async function withDataToRead<Result>(
  flags: DataFlags,
  work: (opened: DataToRead) => Promise<Result>,
): Promise<Result> {
  requireData(flags.data);
  const folder = await findDataFolder(flags.data);
  const place = placeOf(flags);
  if (place.engine !== "embedded" || !existsSync(folder.log)) return withDataFolder(flags, work); // no file of a log that could be read alone
  keepEncodersIn(folder.path);
  const registry = registrySettings(flags.registry);
  const bareLog = await openEmbeddedLog({ folder: folder.log, isReadOnly: true });
  const log = await withSchemaRegistry(bareLog, registry, { clock: systemClock, notice: printNote });
  try {
    return await work({ log, models: openModelFolder(folder.models) });
  } finally {
    await log.close();
  }
}

/** Opens the event log to be read; one that is not in the data folder needs none. Throws FILE_NOT_FOUND where it is and there is no data folder. */
export async function withLogToRead<Result>(flags: DataFlags, work: LogWork<Result>): Promise<Result> {
  if (placeOf(flags).engine === "embedded") return withDataToRead(flags, ({ log }) => work(log));
  return withLogElsewhere(flags, work);
}

/** Opens the event log to be read and written, as `withLogToRead` does. */
export async function withLog<Result>(flags: DataFlags, work: LogWork<Result>): Promise<Result> {
  if (placeOf(flags).engine !== "embedded") return withLogElsewhere(flags, work);
  requireData(flags.data);
  return withDataFolder(flags, ({ log }) => work(log));
}

type LogWork<Result> = (log: EventLog) => Promise<Result>;

async function withLogElsewhere<Result>(flags: DataFlags, work: LogWork<Result>): Promise<Result> {
  const log = await openLogOf(flags, flags.data);
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

/** Opens a data folder for a piece of work, and closes it whatever becomes of the work. */
export async function withDataFolder<Result>(
  flags: DataFlags,
  work: (opened: OpenedData) => Promise<Result>,
): Promise<Result> {
  placeOf(flags); // a wrong --log leaves no folder behind
  const folder = await openDataFolder(flags.data);
  keepEncodersIn(folder.path);
  const log = await openLogOf(flags, folder.log);
  try {
    return await work({ folder, log, models: openModelFolder(folder.models) });
  } finally {
    await log.close();
  }
}

/** An embedded log lies in `folder`. */
function openLogOf(flags: DataFlags, folder: string): Promise<EventLog> {
  const registry = registrySettings(flags.registry);
  return openLog(placeOf(flags), folder, { partitions: 4, registry, notice: printNote });
}

function placeOf({ log = "embedded" }: DataFlags): LogPlace {
  return logPlace(log, process.env);
}
