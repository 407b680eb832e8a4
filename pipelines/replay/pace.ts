import type { Clock } from "../../connectors/clock.ts";
import type { ImportedEvent } from "./preset.ts";

/**
 * Hands events on at full speed, or so that the time between them is that of their event times divided by `speed`. Events that are due together stay one batch; one
 * that is older than those before it goes at once. Ends early when the signal aborts.
 */
export async function* pace(
  batches: AsyncIterable<readonly ImportedEvent[]>,
  speed: "max" | number,
  clock: Clock,
  signal?: AbortSignal,
): AsyncGenerator<readonly ImportedEvent[]> {
  if (speed !== "max" && !(speed > 0)) throw new Error(`a speed of ${speed} is none`);
  let dueAt: ((event: ImportedEvent) => number) | undefined;
  for await (const batch of batches) {
    if (signal?.aborted) return;
    if (speed === "max" || batch.length === 0) {
      yield batch;
      continue;
    }
    dueAt ??= schedule(batch[0]!.event.time, clock.now(), speed);
    let from = 0;
    while (from < batch.length) {
      await clock.wait(Math.max(0, dueAt(batch[from]!) - clock.now()), signal);
      if (signal?.aborted) return;
      const end = endOfDue(batch, from, dueAt, clock.now());
      yield batch.slice(from, end);
      from = end;
    }
  }
}

function schedule(firstTime: number, start: number, speed: number): (event: ImportedEvent) => number {
  return ({ event }) => start + (event.time - firstTime) / speed;
}

/** Where the run of events that are due now ends; the one at `from` is, whatever the clock's rounding says. */
function endOfDue(
  batch: readonly ImportedEvent[],
  from: number,
  dueAt: (event: ImportedEvent) => number,
  now: number,
): number {
  let end = from + 1;
  while (end < batch.length && dueAt(batch[end]!) <= now) end++;
  return end;
}
