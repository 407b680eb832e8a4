import type { Committer } from "./committer.ts";
import type { LogDatabase, TopicHandle } from "./database.ts";
import { decodeEntry } from "./record.ts";
import { removalStep, removeEntries, shrinkExtent } from "./removal.ts";

/** Leaves the newest entry of each key and no tombstones, but for what a group still has to read. Entries without a key stay. */
export async function applyCompaction(database: LogDatabase, committer: Committer, topic: TopicHandle): Promise<void> {
  for (const partition of topic.entries.keys()) {
    const readByAll = database.readByAll(topic.name, partition);
    const { end } = database.extent(topic.name, partition);
    const mark = `${end} ${Math.min(readByAll, end)}`;
    if (database.compacted(topic.name, partition) === mark) continue;
    const offsets = (await superseded(database, topic, partition, end)).filter((offset) => offset < readByAll);
    for (let from = 0; from < offsets.length; from += removalStep) {
      const some = offsets.slice(from, from + removalStep);
      await committer.commit(() => shrinkExtent(database, topic, partition, removeEntries(topic, partition, some)));
    }
    await committer.commit(() => database.putCompacted(topic.name, partition, mark));
  }
}

/** The offsets before `end` whose key has a newer entry, and of tombstones. */
async function superseded(
  database: LogDatabase,
  topic: TopicHandle,
  partition: number,
  end: number,
): Promise<number[]> {
  const newest = new Map<string, number>();
  const offsets: number[] = [];
  let next = database.extent(topic.name, partition).start;
  while (next < end) {
    let count = 0;
    for (const { key: offset, value } of topic.entries[partition]!.getRange({ start: next, end, limit: removalStep })) {
      const entry = decodeEntry(value, topic.name, partition, offset);
      if (entry === undefined) throw database.damage(`topic "${topic.name}" partition ${partition} offset ${offset}`);
      count += 1;
      next = offset + 1;
      if (entry.key === null) continue;
      const older = newest.get(entry.key);
      if (older !== undefined) offsets.push(older);
      if (entry.value === null) {
        offsets.push(offset);
        newest.delete(entry.key);
      } else newest.set(entry.key, offset);
    }
    database.freshen();
    if (count === 0) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return offsets.sort((one, other) => one - other);
}
