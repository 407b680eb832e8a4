import type { EventLog } from "../connectors/event-log.ts";
import type { FeatureStore } from "../connectors/feature-store.ts";

/** Applies retention and compaction to the log, and merges small table files. Safe to run in several processes at once. */
export async function maintain({
  log,
  store,
}: {
  readonly log: EventLog;
  readonly store: FeatureStore | undefined;
}): Promise<void> {
  await log.maintain();
  await store?.compact();
}
