import { existsSync } from "node:fs";
import { systemClock } from "../connectors/clock.ts";
import { openEmbeddedLog } from "../connectors/embedded/embedded-log.ts";
import type { EventLog } from "../connectors/event-log.ts";
import { type DataFolder, findDataFolder, openDataFolder } from "../connectors/files/data-folder.ts";
import { openModelFolder } from "../connectors/files/model-folder.ts";
import type { ModelStore } from "../connectors/model-store.ts";
import { openLog } from "../pipelines/pipeline.ts";
import { withSchemaRegistry } from "../pipelines/schema-registry/with-schema-registry.ts";
import { keepEncodersIn } from "../pipelines/surroundings.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import { registrySettings } from "./registry-option.ts";
import { printNote } from "./terminal/output.ts";

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
  path: string,
  work: (opened: DataToRead) => Promise<Result>,
): Promise<Result> {
  requireData(path);
  const folder = await findDataFolder(path);
  if (!existsSync(folder.log)) return withDataFolder(path, work); // no log has been made yet
  keepEncodersIn(folder.path);
  const log = await withRegistry(await openEmbeddedLog({ folder: folder.log, isReadOnly: true }));
  try {
    return await work({ log, models: openModelFolder(folder.models) });
  } finally {
    await log.close();
  }
}

/** Opens a data folder for a piece of work, and closes it whatever becomes of the work; with the registry of the environment unless another is named. */
export async function withDataFolder<Result>(
  path: string,
  work: (opened: OpenedData) => Promise<Result>,
  registry = registrySettings(),
): Promise<Result> {
  const folder = await openDataFolder(path);
  keepEncodersIn(folder.path);
  const log = await withRegistry(await openLog(folder.log, 4), registry);
  try {
    return await work({ folder, log, models: openModelFolder(folder.models) });
  } finally {
    await log.close();
  }
}

function withRegistry(log: EventLog, registry = registrySettings()): Promise<EventLog> {
  return withSchemaRegistry(log, registry, { clock: systemClock, notice: printNote });
}
