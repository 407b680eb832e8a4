import { expect, test } from "vitest";
import type { Clock } from "../../../connectors/clock.ts";
import { parseTime } from "../../../pipelines/replay/event-time.ts";
import { pace } from "../../../pipelines/replay/pace.ts";
import type { ImportedEvent } from "../../../pipelines/replay/preset.ts";

function search(time: number): ImportedEvent {
  const common = { source: "test", sessionId: null, userId: null, query: "q", products: [] };
  return { topic: "searches", event: { eventId: `e${time}`, time, ...common } };
}

/** A clock that a wait moves on at once. */
function jumpingClock(start: number): Clock & { readonly waits: number[] } {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    async wait(ms) {
      if (ms > 0) waits.push(ms);
      now += ms;
    },
  };
}

async function* batches(...times: readonly (readonly number[])[]) {
  for (const batch of times) yield batch.map(search);
}

async function paced(speed: "max" | number, clock: Clock, signal?: AbortSignal, onBatch?: () => void) {
  const found: { at: number; times: number[] }[] = [];
  for await (const batch of pace(batches([1_000, 1_000, 3_000], [2_000, 7_000]), speed, clock, signal)) {
    found.push({ at: clock.now(), times: batch.map(({ event }) => event.time) });
    onBatch?.();
  }
  return found;
}

test("pace: at most speed nothing waits", async () => {
  const clock = jumpingClock(50);
  expect(await paced("max", clock)).toEqual([
    { at: 50, times: [1_000, 1_000, 3_000] },
    { at: 50, times: [2_000, 7_000] },
  ]);
});

test("pace: the time between events is theirs, divided by the speed", async () => {
  const clock = jumpingClock(50);
  expect(await paced(2, clock)).toEqual([
    { at: 50, times: [1_000, 1_000] },
    { at: 1_050, times: [3_000] },
    { at: 1_050, times: [2_000] },
    { at: 3_050, times: [7_000] },
  ]);
  expect(clock.waits).toEqual([1_000, 2_000]);
});

test("pace: ends when it is aborted", async () => {
  const stop = new AbortController();
  expect(await paced(1, jumpingClock(0), stop.signal, () => stop.abort())).toEqual([{ at: 0, times: [1_000, 1_000] }]);
});

test.each<[unknown, number]>([
  ["2024-12-10T00:01:29.378Z", Date.UTC(2024, 11, 10, 0, 1, 29, 378)],
  ["2011-09-05 12:25:37.42", Date.UTC(2011, 8, 5, 12, 25, 37, 420)],
  ["2024-05-01T12:00+0200", Date.UTC(2024, 4, 1, 10)],
  ["2024-05-01", Date.UTC(2024, 4, 1)],
  [1_717_527_761_998, 1_717_527_761_998],
  ["1717527761998", 1_717_527_761_998],
  [1_717_527_761, 1_717_527_761_000],
  [1_717_527_761_998_000n, 1_717_527_761_998],
  ["2024-13-01", Number.NaN],
  ["yesterday", Number.NaN],
  ["", Number.NaN],
  [null, Number.NaN],
])("parseTime: %s", (value, expected) => {
  expect(parseTime(value)).toBe(expected);
});
