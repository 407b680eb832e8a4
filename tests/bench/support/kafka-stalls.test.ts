import { expect, test } from "vitest";
import { stallsOf } from "../../../bench/support/kafka-stalls.ts";
import { createMemoryLog, createVirtualClock, give } from "../../../pipelines/testing.ts";
import { aScoredEvent, aSearch } from "../../support/events.ts";

test("stallsOf: an entry waits from when it is there and the one before it is scored", async () => {
  const clock = createVirtualClock(1_000);
  const log = createMemoryLog({ clock });
  const search = (...ids: string[]) =>
    give(
      log,
      "searches",
      ids.map((eventId) => aSearch({ eventId })),
    );
  const score = (...ids: string[]) =>
    give(
      log,
      "scores",
      ids.map((eventId) => aScoredEvent({ eventId })),
    );
  await search("a", "b");
  await clock.advance(10);
  await search("c");
  await clock.advance(20);
  await score("a", "b");
  await clock.advance(5);
  await score("c");
  await clock.advance(100);
  await search("d");
  await clock.advance(7);
  await score("d");
  expect(await stallsOf(log)).toEqual([
    { place: "searches-0", from: 1_000, to: 1_030 },
    { place: "searches-0", from: 1_030, to: 1_035 },
    { place: "searches-0", from: 1_135, to: 1_142 },
  ]);
});

test("stallsOf: an entry without a score is an error", async () => {
  const log = createMemoryLog();
  await give(log, "searches", [aSearch({ eventId: "a" })]);
  await expect(stallsOf(log)).rejects.toThrow("an entry of searches-0 has no score");
});
