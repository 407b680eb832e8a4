import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";

test("systemClock.wait: ends when its time is over, and leaves nothing with the signal", async () => {
  const { signal } = new AbortController();
  await systemClock.wait(1, signal);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test.for([10_000_000, 2 ** 40])(
  "systemClock.wait: of %i ms is cut short by the signal, before and after it began",
  async (ms) => {
    const cut = new AbortController();
    const waiting = systemClock.wait(ms, cut.signal);
    cut.abort();
    await waiting;
    await systemClock.wait(ms, cut.signal);
    expect(getEventListeners(cut.signal, "abort")).toEqual([]);
  },
);
