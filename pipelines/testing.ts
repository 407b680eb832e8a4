/**
 * The test kit: a topology in a unit test, without a broker, without a sleep. Time moves when the test moves it, and crashes are data.
 */
import type { Clock } from "../connectors/clock.ts";
import type { EventLog } from "../connectors/event-log.ts";
import { codecs } from "../schemas/codec.ts";
import { type TopicEvents, type TopicName, topics } from "../schemas/topics.ts";
import { encodeEvent } from "./batch.ts";
import { drain } from "./run.ts";
import type { AnyStage, Stage } from "./stage.ts";
import { type Step, stepOf } from "./step.ts";

export { type Fault, InjectedCrash, withFaults } from "../connectors/memory/faults.ts";
export { createMemoryLog } from "../connectors/memory/memory-log.ts";
export { createVirtualClock, type VirtualClock } from "../connectors/memory/virtual-clock.ts";

/** Appends events to a topic that every topic of Twinstream was made on. */
export async function give<Name extends TopicName>(
  log: EventLog,
  topic: Name,
  events: readonly TopicEvents[Name][],
): Promise<void> {
  await log.createTopics(topics);
  await log.append(events.map((event) => encodeEvent(topic, event)));
}

/** Every event that a topic holds, by partition and in order. Throws when one can't be read. */
export async function taken<Name extends TopicName>(log: EventLog, topic: Name): Promise<TopicEvents[Name][]> {
  const events: TopicEvents[Name][] = [];
  for await (const entries of log.read(topic)) {
    for (const { value } of entries) {
      const decoded = codecs[topic].decode(value!);
      if ("error" in decoded) throw new Error(decoded.error);
      events.push(decoded.event);
    }
  }
  return events;
}

/** A stage as a step with small batches, so that few events make many. */
export function smallSteps(stages: readonly AnyStage[], clock: Clock, maxEntries = 2): readonly Step[] {
  return stages.map((stage) => stepOf(stage as Stage, clock, { maxEntries, maxBytes: 2 ** 20, lingerMs: 0 }));
}

/** Looks again at every turn of the event loop instead of waiting. */
const impatient: Clock = { now: () => 0, wait: () => new Promise((done) => setImmediate(done)) };

/** Runs steps until everything is processed, and again from where they stood each time that one of them crashes as a fault said. */
export async function runToEnd(log: EventLog, steps: readonly Step[]): Promise<void> {
  const never = new AbortController().signal;
  for (let tries = 1; ; tries++) {
    try {
      return await drain(log, steps, impatient, never);
    } catch (error) {
      if ((error as Error).name !== "InjectedCrash" || tries === 100) throw error;
    }
  }
}
