import type { EventLog, Headers } from "../../connectors/event-log.ts";
import type { VirtualClock } from "../../connectors/memory/virtual-clock.ts";
import { deadLetter } from "../../pipelines/batch.ts";
import { createMemoryLog, createVirtualClock } from "../../pipelines/testing.ts";
import { topics } from "../../schemas/topics.ts";

/** A record that died; what is left out is like a search of three bytes. */
export interface Died {
  readonly topic?: string;
  readonly offset?: number;
  readonly stage?: string;
  readonly error?: string;
  readonly value?: Uint8Array;
  readonly headers?: Headers;
}

/** A log in memory with these letters, each a second after the one before it. */
export async function aDeadLog(
  letters: readonly Died[],
  partitions = 1,
): Promise<{ readonly log: EventLog; readonly clock: VirtualClock }> {
  const clock = createVirtualClock(5_000);
  const log = createMemoryLog({ clock, partitions });
  await log.createTopics(topics);
  for (const died of letters) {
    await bury(log, died);
    await clock.advance(1_000);
  }
  return { log, clock };
}

/** Appends the letter of a record that died. */
export async function bury(log: EventLog, died: Died): Promise<void> {
  const { topic = "searches", offset = 0, stage = "decode", error = "too short", headers = {} } = died;
  const value = died.value ?? Uint8Array.of(1, 2, 3);
  const entry = { topic, partition: 0, offset, timestamp: 4_000, key: "visit", value, headers };
  await log.append([deadLetter(entry, stage, error, headers)]);
}
