import { expect, test } from "vitest";
import { openLiveFeed } from "../../../../app/server/live/feed.ts";
import type { Moment } from "../../../../app/server/live/moment.ts";
import { newVitals, type OpenData } from "../../../../app/server/vitals.ts";
import { createMemoryLog, createVirtualClock, give } from "../../../../pipelines/testing.ts";
import { aSearch } from "../../../support/events.ts";

/** A process that runs no stages beside a log, and somebody to watch it. */
async function watched() {
  const clock = createVirtualClock(1_000_000);
  const log = createMemoryLog({ clock });
  await give(log, "searches", []);
  const vitals = { ...newVitals(), phase: "running" as const, lookedAt: clock.now(), data: { log } as OpenData };
  const feed = openLiveFeed({ vitals, clock, rules: { stallMs: 30_000, maxLag: 10 } });
  const moments: Moment[] = [];
  const watcher = { tell: (moment: Moment) => moments.push(moment), end: () => {} };
  return { clock, log, vitals, feed, moments, watcher };
}

test("openLiveFeed: looks once a second while somebody watches, once for all of them, and not when nobody does", async () => {
  const { clock, vitals, feed, moments, watcher } = await watched();
  let looks = 0;
  vitals.stages = () => {
    looks++;
    return [];
  };
  await clock.advance(5_000);
  expect(looks).toBe(0);
  const leave = feed.watch(watcher);
  await clock.advance(3_000);
  const others: Moment[] = [];
  const leaveToo = feed.watch({ tell: (moment) => others.push(moment), end: () => {} });
  expect([looks, moments.length, others]).toEqual([4, 4, [moments.at(-1)]]);
  await clock.advance(2_000);
  expect([looks, moments.length, others.length]).toEqual([6, 6, 3]);
  leave();
  leaveToo();
  await clock.advance(5_000);
  expect([looks, feed.watchers]).toEqual([6, 0]);
});

test("openLiveFeed: what waits in the log is seen, and that it stands still", async () => {
  const { clock, log, vitals, feed, moments, watcher } = await watched();
  feed.watch(watcher);
  await give(log, "searches", [aSearch({ eventId: "a" }), aSearch({ eventId: "b" })]);
  await clock.advance(2_000);
  const waiting = moments.at(-1)!;
  expect(waiting.topics.find(({ name }) => name === "searches")).toMatchObject({ end: 2 });
  expect([waiting.deadLetters, waiting.runsStages]).toEqual([0, false]);
  await clock.advance(31_000);
  vitals.lookedAt = clock.now();
  await clock.advance(1_000);
  const stalled = moments.at(-1)!;
  expect(stalled.stages.find(({ name }) => name === "tokenize")?.reasons[0]).toMatch(/"tokenize" has not moved/);
});

test("openLiveFeed: a log that does not answer holds no moment up", async () => {
  const { clock, log, feed, moments, watcher } = await watched();
  log.extents = () => new Promise(() => {});
  feed.watch(watcher);
  await clock.advance(10_000);
  expect(moments.length).toBeGreaterThanOrEqual(5);
  expect(moments.at(-1)).toMatchObject({ topics: [], deadLetters: null });
});

test("openLiveFeed: a process that ends tells everybody", async () => {
  const { feed, watcher } = await watched();
  let hasEnded = false;
  feed.watch({
    ...watcher,
    end: () => {
      hasEnded = true;
    },
  });
  feed.close();
  expect([hasEnded, feed.watchers]).toEqual([true, 0]);
});
