import { setMaxListeners } from "node:events";
import type { Clock } from "../connectors/clock.ts";
import type { BatchHandler, EventLog, Range } from "../connectors/event-log.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import type { TopicName } from "../schemas/topics.ts";
import type { InHand } from "./in-hand.ts";
import type { Step } from "./step.ts";

/**
 * Runs steps, or none, on a log until the signal aborts, each following its topics as a member of its group. A step that fails stops
 * all of them, after the batches in hand, and its error is thrown. `inHand` is told of every batch.
 */
export async function runSteps(
  log: EventLog,
  steps: readonly Step[],
  signal: AbortSignal,
  inHand?: InHand,
): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  setMaxListeners(0, stop); // every step listens to it
  const following = steps.flatMap((step) =>
    step.from.map((topic) =>
      followTopic(log, step, topic, stop, inHand).catch((error: unknown) => {
        if (error instanceof TwinstreamError) error.stage ??= step.group;
        failed.abort(error);
        throw error;
      }),
    ),
  );
  if (steps.length === 0) await aborted(signal);
  const results = await Promise.allSettled(following);
  if (failed.signal.aborted) throw failed.signal.reason;
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

function followTopic(
  log: EventLog,
  step: Step,
  topic: TopicName,
  signal: AbortSignal,
  inHand: InHand | undefined,
): Promise<void> {
  const startAt = step.startAt && ((partition: number) => step.startAt!(log, topic, partition));
  const options = { signal, ...step.limits, ...(startAt && { startAt }) };
  const { group } = step;
  const handle: BatchHandler = (entries) => {
    const { partition } = entries[0]!;
    return inHand ? inHand.during({ group, topic, partition }, () => step.handle(entries)) : step.handle(entries);
  };
  return log.follow(topic, group, handle, options);
}

/** Resolves when a signal aborts; at once when it has. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** How far a step is behind on a topic. */
export interface Lag {
  readonly group: string;
  readonly topic: TopicName;
  /** Entries that wait, over all partitions. */
  readonly entries: number;
}

/** The lag of every step on every topic it reads. */
export async function lags(log: EventLog, steps: readonly Step[]): Promise<readonly Lag[]> {
  const found: Lag[] = [];
  for (const step of steps) {
    for (const topic of step.from)
      found.push({ group: step.group, topic, entries: await lagOf(log, topic, step.group) });
  }
  return found;
}

/** Entries of a topic that a group has not committed yet. */
export async function lagOf(log: EventLog, topic: string, group: string): Promise<number> {
  return (await log.lag(topic, group)).reduce((sum, entries) => sum + entries, 0);
}

/** What takes long is looked at seldom, as a look at one topic of Kafka is six requests: after this share of the time that it has taken so far. */
const drainCheck = { share: 0.02, soonestMs: 20, latestMs: 250 } as const;

/**
 * Resolves when everything is processed: no step lags. Steps are looked at in the order of the stream; since outputs and positions
 * move together, a step that is done while those before it are done stays done.
 */
export async function drained(log: EventLog, steps: readonly Step[], clock: Clock, signal: AbortSignal): Promise<void> {
  const { share, soonestMs, latestMs } = drainCheck;
  const began = clock.now();
  while (!signal.aborted) {
    if (!(await anyLags(log, steps)) && !(await anyGoesBack(log, steps))) return;
    await clock.wait(Math.min(latestMs, Math.max(soonestMs, share * (clock.now() - began))), signal);
  }
}

/** Whether a step lags; those behind it need not be looked at then. */
async function anyLags(log: EventLog, steps: readonly Step[]): Promise<boolean> {
  for (const { from, group } of steps) {
    for (const topic of from) if ((await lagOf(log, topic, group)) > 0) return true;
  }
  return false;
}

/** Whether a step will begin before its group's position, because what it keeps was lost: its lag does not show that until it has begun. */
async function anyGoesBack(log: EventLog, steps: readonly Step[]): Promise<boolean> {
  for (const step of steps) {
    for (const topic of step.startAt ? step.from : []) {
      const committed = await log.committed(topic, step.group);
      for (const { partition, start } of await log.extents(topic)) {
        const from = await step.startAt!(log, topic, partition);
        const to = committed[partition] ?? 0;
        if (
          from !== undefined &&
          Math.max(from, start) < to &&
          (await holdsEntries(log, topic, { partition, from, to }))
        )
          return true;
      }
    }
  }
  return false;
}

/** Whether a range has entries: on Kafka a position may stand behind the mark of a transaction, which is none. */
async function holdsEntries(log: EventLog, topic: TopicName, range: Range): Promise<boolean> {
  for await (const entries of log.read(topic, range)) if (entries.length > 0) return true;
  return false;
}

/** Runs steps until everything is processed, then stops them; also ends when the signal aborts. */
export async function drain(log: EventLog, steps: readonly Step[], clock: Clock, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const running = runSteps(log, steps, AbortSignal.any([signal, done.signal]));
  const failure = running.then(
    () => undefined,
    () => done.abort(),
  );
  await Promise.race([drained(log, steps, clock, AbortSignal.any([signal, done.signal])), failure]);
  done.abort();
  await running;
}
