import { expect, test } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";

test("virtual clock: waits end in order of time, also those that are begun on the way", async () => {
  const clock = createVirtualClock(100);
  const seen: [string, number][] = [];
  const late = clock.wait(50).then(() => seen.push(["late", clock.now()]));
  const early = clock.wait(10).then(async () => {
    seen.push(["early", clock.now()]);
    await clock.wait(20);
    seen.push(["between", clock.now()]);
  });
  await clock.advance(60);
  await Promise.all([late, early]);
  expect(seen).toEqual([
    ["early", 110],
    ["between", 130],
    ["late", 150],
  ]);
  expect(clock.now()).toBe(160);
});

test("virtual clock: an aborted wait ends at once", async () => {
  const clock = createVirtualClock(0);
  const ending = new AbortController();
  const waiting = clock.wait(10, ending.signal);
  ending.abort();
  await waiting;
  await clock.wait(10, ending.signal);
  expect(clock.now()).toBe(0);
});
