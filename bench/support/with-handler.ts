import type { BatchHandler, EventLog } from "../../connectors/event-log.ts";
import { logLike } from "../../connectors/log-like.ts";

/** A log that gives its batches to `handler` of whatever handler it is followed with. */
export function withHandler(log: EventLog, handler: (handle: BatchHandler) => BatchHandler): EventLog {
  return logLike(log, {
    follow: (topic, group, handle, options) => log.follow(topic, group, handler(handle), options),
  });
}
