import type { Committer } from "./committer.ts";
import type { LogDatabase, StoredTopic, TopicHandle } from "./database.ts";
import { removalStep, removeEntries, shrinkExtent } from "./removal.ts";

/** Removes the oldest entries of a topic while they are too old or a partition is too large, but none that a group has to read. */
export async function applyRetention(
  database: LogDatabase,
  committer: Committer,
  topic: TopicHandle,
  settings: StoredTopic,
  now: number,
): Promise<void> {
  const { retentionMs = Number.POSITIVE_INFINITY, retentionBytes = Number.POSITIVE_INFINITY } = settings;
  if (retentionMs === Number.POSITIVE_INFINITY && retentionBytes === Number.POSITIVE_INFINITY) return;
  const limits = { oldest: now - retentionMs, bytes: retentionBytes };
  for (const partition of topic.entries.keys()) {
    if (expired(database, topic, partition, limits).length === 0) continue;
    while (await committer.commit(() => removeExpired(database, topic, partition, limits)));
  }
}

interface Limits {
  readonly oldest: number;
  readonly bytes: number;
}

/** Returns whether there may be more to remove. */
function removeExpired(database: LogDatabase, topic: TopicHandle, partition: number, limits: Limits): boolean {
  const offsets = expired(database, topic, partition, limits);
  if (offsets.length === 0) return false;
  shrinkExtent(database, topic, partition, removeEntries(topic, partition, offsets));
  return offsets.length === removalStep;
}

function expired(database: LogDatabase, topic: TopicHandle, partition: number, limits: Limits): number[] {
  const end = database.readByAll(topic.name, partition);
  const { start, bytes } = database.extent(topic.name, partition);
  const offsets: number[] = [];
  let left = bytes;
  for (const { key, value } of topic.entries[partition]!.getRange({ start, limit: removalStep })) {
    if (key >= end || (value.readDoubleBE(1) >= limits.oldest && left <= limits.bytes)) break;
    offsets.push(key);
    left -= value.length;
  }
  return offsets;
}
