import type { EventLog } from "../../connectors/event-log.ts";

/** A log that is like another but for how it is followed. */
export function withFollow(log: EventLog, follow: EventLog["follow"]): EventLog {
  return {
    delivery: log.delivery,
    createTopics: (topics) => log.createTopics(topics),
    append: (writes) => log.append(writes),
    read: (topic, range) => log.read(topic, range),
    follow,
    extents: (topic) => log.extents(topic),
    committed: (topic, group) => log.committed(topic, group),
    lag: (topic, group) => log.lag(topic, group),
    maintain: () => log.maintain(),
    close: () => log.close(),
  };
}
