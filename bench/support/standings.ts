import type { EventLog } from "../../connectors/event-log.ts";

/** How far a group has come on one partition. */
export interface Standing {
  /** Group, topic and partition in words. */
  readonly place: string;
  /** The offset that it committed; 0 where it has not begun. */
  readonly done: number;
  /** Entries that it has not committed yet. */
  readonly waiting: number;
}

/** Who reads what of searches and labels, in the order of the stream. */
const follows = [
  ["searches", "tokenize"],
  ["labels", "tokenize"],
  ["tokens", "embed"],
  ["embeddings", "score"],
  ["scores", "evaluate"],
  ["searches", "record"],
  ["labels", "record"],
  ["scores", "record"],
  ["evaluations", "record"],
] as const;

/** How far every group has come on every partition, all at about the same moment. */
export async function standings(log: EventLog): Promise<readonly Standing[]> {
  return (await Promise.all(follows.map(([topic, group]) => standingsOn(log, topic, group)))).flat();
}

/** Whether nobody has anything left to do: looked at in the order of the stream, so that nothing slips by between two looks. */
export async function isDrained(log: EventLog): Promise<boolean> {
  for (const [topic, group] of follows) {
    if ((await log.lag(topic, group)).some((waiting) => waiting > 0)) return false;
  }
  return true;
}

/** What was committed, and what waits, over all groups and partitions. */
export async function standOf(log: EventLog): Promise<{ readonly done: number; readonly waiting: number }> {
  const all = await standings(log);
  const sum = (name: "done" | "waiting") => all.reduce((total, standing) => total + standing[name], 0);
  return { done: sum("done"), waiting: sum("waiting") };
}

async function standingsOn(log: EventLog, topic: string, group: string): Promise<readonly Standing[]> {
  const [committed, lag] = await Promise.all([log.committed(topic, group), log.lag(topic, group)]);
  return lag.map((waiting, partition) => ({
    place: `${group} on ${topic}-${partition}`,
    done: committed[partition] ?? 0,
    waiting,
  }));
}
