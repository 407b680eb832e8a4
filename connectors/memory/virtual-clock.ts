import type { Clock } from "../clock.ts";

/** A clock that stands still until it is moved by hand. */
export interface VirtualClock extends Clock {
  /** Moves the time on, past every wait that ends on the way, in order; resolves when what they set off has come to rest. */
  advance(ms: number): Promise<void>;
}

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Turns of the event loop that are taken for rest. */
const turnsToRest = 10;

/** Makes a clock that shows `start`, milliseconds since 1970 UTC. Nothing sleeps for real with it. */
export function createVirtualClock(start: number): VirtualClock {
  const alarms = new Set<Alarm>();
  let time = start;

  function wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const ring = () => {
        alarms.delete(alarm);
        signal?.removeEventListener("abort", ring);
        resolve();
      };
      const alarm = { at: time + Math.max(0, ms), ring };
      if (signal?.aborted || ms <= 0) return resolve();
      alarms.add(alarm);
      signal?.addEventListener("abort", ring);
    });
  }

  async function advance(ms: number): Promise<void> {
    const target = time + ms;
    for (;;) {
      await rest();
      const next = [...alarms].filter(({ at }) => at <= target).sort((one, other) => one.at - other.at)[0];
      if (next === undefined) break;
      time = next.at;
      next.ring();
    }
    time = target;
  }

  return { now: () => time, wait, advance };
}

async function rest(): Promise<void> {
  for (let turn = 0; turn < turnsToRest; turn++) await new Promise((resolve) => setImmediate(resolve));
}
