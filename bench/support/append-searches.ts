import type { EventLog } from "../../connectors/event-log.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import { inBatches } from "../../pipelines/batches.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";

/** How many partitions the topics of a benchmark have. */
export const partitions = 4;

/** How many records are sent at once. */
export const recordsPerSend = 2_000;

/** Puts searches into a log that has the topic. */
export async function appendSearches(log: EventLog, searches: readonly SearchEvent[]): Promise<void> {
  for await (const some of inBatches(searches, recordsPerSend))
    await log.append(some.map((search) => encodeEvent("searches", search)));
}
