import type { EventLog } from "../connectors/event-log.ts";
import { currentSchemas } from "../schemas/generated/events.ts";
import { type TopicName, type TopicSettings, topicNames, topics } from "../schemas/topics.ts";

/** What a topic is and how much it holds. */
export interface TopicOverview extends Pick<TopicSettings, "cleanup" | "retentionMs" | "retentionBytes"> {
  readonly name: TopicName;
  readonly partitions: number;
  /** Entries between the first and the last offset that is kept; where offsets have gaps there are fewer. */
  readonly entries: number;
  /** Undefined where the log does not know. */
  readonly bytes: number | undefined;
  /** What an event of it is, in a sentence. */
  readonly holds: string;
}

/** Every topic, in the order of the way of an event. */
export async function overviewTopics(log: EventLog): Promise<readonly TopicOverview[]> {
  const overviews: TopicOverview[] = [];
  for (const name of topicNames) {
    const extents = await log.extents(name);
    const { cleanup, retentionMs, retentionBytes } = topics[name];
    overviews.push({
      ...{ name, cleanup, retentionMs, retentionBytes, partitions: extents.length },
      entries: extents.reduce((sum, { start, end }) => sum + end - start, 0),
      bytes: extents.every(({ bytes }) => bytes !== undefined)
        ? extents.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
        : undefined,
      holds: currentSchemas[name].doc,
    });
  }
  return overviews;
}
