import type { EventLog } from "../connectors/event-log.ts";
import { type DataFolder, openDataFolder } from "../connectors/files/data-folder.ts";
import { openModelFolder } from "../connectors/files/model-folder.ts";
import type { ModelStore } from "../connectors/model-store.ts";
import { openLog } from "../pipelines/pipeline.ts";

/** The parts of an open data folder. */
export interface OpenedData {
  readonly folder: DataFolder;
  readonly log: EventLog;
  readonly models: ModelStore;
}

/** Opens a data folder for a piece of work, and closes it whatever becomes of the work. */
export async function withDataFolder<Result>(
  path: string,
  work: (opened: OpenedData) => Promise<Result>,
): Promise<Result> {
  const folder = await openDataFolder(path);
  const log = await openLog(folder.log, 4);
  try {
    return await work({ folder, log, models: openModelFolder(folder.models) });
  } finally {
    await log.close();
  }
}
