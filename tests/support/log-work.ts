import { systemClock } from "../../connectors/clock.ts";
import type { BatchHandler, Entry, EventLog, FollowOptions, Write } from "../../connectors/event-log.ts";

const lookEveryMs = 5;

/** All entries of a range, in one list. */
export async function readAll(log: EventLog, topic: string, range = {}): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const some of log.read(topic, range)) entries.push(...some);
  return entries;
}

/** Looks now and then until something holds, and leaves the processor to the log meanwhile; the test's own time-out ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await systemClock.wait(lookEveryMs);
}

/** A handler that writes every entry to topic `out`. */
export const copy: BatchHandler = async (entries) => entries.map(({ key, value }) => ({ topic: "out", key, value }));

/** Follows topic `in` until told to end. */
export function follow(log: EventLog, group: string, handle: BatchHandler, options: Partial<FollowOptions> = {}) {
  const ending = new AbortController();
  const running = log.follow("in", group, handle, { ...options, signal: ending.signal });
  return {
    async end(): Promise<void> {
      ending.abort();
      await running;
    },
  };
}

/** A write to topic `in`. */
export function write(key: string | null, value: string, id?: string): Write {
  return { topic: "in", key, value: Buffer.from(value), ...(id === undefined ? {} : { id }) };
}

/** What a value says. */
export function text(value: Uint8Array | null): string | null {
  return value && Buffer.from(value).toString();
}

/** How many entries of `in` a group has not read. */
export async function lag(log: EventLog, group: string): Promise<number> {
  return (await log.lag("in", group)).reduce((sum, entries) => sum + entries, 0);
}

/** Writes of the numbers from one to another under one key. */
export function numbered(from: number, to: number): Write[] {
  return Array.from({ length: to - from }, (_, index) => write("one key", String(from + index)));
}
