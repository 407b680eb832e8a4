import type { EventLog } from "../../connectors/event-log.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import type { VirtualClock } from "../../connectors/memory/virtual-clock.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { createMemoryLog, createVirtualClock } from "../../pipelines/testing.ts";
import { topics } from "../../schemas/topics.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A log without events, a folder without models, and a clock moved by hand. */
export interface Registry {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly store: ModelStore;
  readonly folder: string;
}

/** Opens one in a new folder. */
export async function openRegistry(): Promise<Registry> {
  const clock = createVirtualClock(1_000_000);
  const log = createMemoryLog({ clock });
  await log.createTopics(topics);
  const folder = temporaryFolder();
  return { clock, log, folder, store: openModelFolder(folder) };
}
