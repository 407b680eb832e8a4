import type { EventLog } from "./event-log.ts";

/** A log that does what another does, but for the changes. */
export function logLike(log: EventLog, changes: Partial<EventLog>): EventLog {
  return {
    delivery: log.delivery,
    createTopics: (topics) => log.createTopics(topics),
    append: (writes) => log.append(writes),
    read: (topic, range) => log.read(topic, range),
    follow: (topic, group, handle, options) => log.follow(topic, group, handle, options),
    extents: (topic) => log.extents(topic),
    committed: (topic, group) => log.committed(topic, group),
    lag: (topic, group, positions) => log.lag(topic, group, positions),
    ...(log.figures && { figures: () => log.figures!() }),
    maintain: () => log.maintain(),
    close: () => log.close(),
    ...changes,
  };
}
