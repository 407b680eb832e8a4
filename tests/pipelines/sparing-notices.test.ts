import { expect, test } from "vitest";
import { createVirtualClock } from "../../connectors/memory/virtual-clock.ts";
import { sparingNotices } from "../../pipelines/sparing-notices.ts";

test("notices: what lasts is told once, and again when it comes back after a quiet minute", async () => {
  const clock = createVirtualClock(0);
  const told: string[] = [];
  const notice = sparingNotices((text) => told.push(text), clock);
  notice("no broker answers (refused); check it");
  notice("no broker answers (timed out); check it");
  notice("a topic is missing");
  for (let second = 0; second < 120; second += 30) {
    await clock.advance(30_000);
    notice("no broker answers (refused); check it");
  }
  await clock.advance(60_000);
  notice("no broker answers (hung up); check it");
  expect(told).toEqual([
    "no broker answers (refused); check it",
    "a topic is missing",
    "no broker answers (hung up); check it",
  ]);
});
