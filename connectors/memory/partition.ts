import type { Entry, Extent } from "../event-log.ts";
import type { BatchLimits } from "../following/follow-store.ts";

/** An entry with the id it was appended under. */
export interface KeptEntry extends Entry {
  readonly id: string | undefined;
}

/** One partition in memory. */
export interface Partition {
  entries: KeptEntry[];
  start: number;
  end: number;
}

/** The entries from an offset on, up to another, within limits but at least one. */
export function entriesFrom({ entries }: Partition, from: number, to: number, limits: BatchLimits): Entry[] {
  const found: Entry[] = [];
  let bytes = 0;
  for (let index = firstAt(entries, from); index < entries.length && found.length < limits.maxEntries; index++) {
    const { id: _id, ...entry } = entries[index]!;
    bytes += bytesOf(entry);
    if (entry.offset >= to || (found.length > 0 && bytes > limits.maxBytes)) break;
    found.push(entry);
  }
  return found;
}

/** Takes out the oldest entries while `isExpired` says so, given the entry and the bytes that are left with it. */
export function dropOldest(partition: Partition, isExpired: (entry: Entry, bytesLeft: number) => boolean): KeptEntry[] {
  let left = partition.entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  let count = 0;
  for (const entry of partition.entries) {
    if (!isExpired(entry, left)) break;
    left -= bytesOf(entry);
    count += 1;
  }
  const dropped = partition.entries.splice(0, count);
  partition.start = startOf(partition);
  return dropped;
}

/** Takes out entries before `end` whose key has a newer one, and tombstones before `end`. */
export function compact(partition: Partition, end: number): KeptEntry[] {
  const newest = new Map(partition.entries.map(({ key, offset }) => [key, offset]));
  const isOld = ({ key, value, offset }: Entry) =>
    key !== null && offset < end && (value === null || newest.get(key) !== offset);
  const dropped = partition.entries.filter(isOld);
  if (dropped.length === 0) return dropped;
  partition.entries = partition.entries.filter((entry) => !isOld(entry));
  partition.start = startOf(partition);
  return dropped;
}

/** Where a partition begins and ends. */
export function extentOf(partition: Partition, index: number): Extent {
  return { partition: index, start: partition.start, end: partition.end };
}

function startOf({ entries, end }: Partition): number {
  return entries[0]?.offset ?? end;
}

function bytesOf({ key, value }: Entry): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}

function firstAt(entries: readonly KeptEntry[], offset: number): number {
  let low = 0;
  for (let high = entries.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
