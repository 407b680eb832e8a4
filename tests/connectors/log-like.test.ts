import { expect, test } from "vitest";
import { logLike } from "../../connectors/log-like.ts";
import { createMemoryLog } from "../../connectors/memory/memory-log.ts";
import { createVirtualClock } from "../../connectors/memory/virtual-clock.ts";
import { describeEventLog } from "../support/event-log-contract.ts";
import { readAll, write } from "../support/log-work.ts";

describeEventLog("logLike: a log that is changed in nothing", async () => {
  const clock = createVirtualClock(1_000_000);
  return { log: logLike(createMemoryLog({ clock }), {}), advance: clock.advance };
});

test("logLike: does what it was changed to, and the rest as the other", async () => {
  const log = createMemoryLog();
  const twice = logLike(log, { append: (writes) => log.append([...writes, ...writes]) });
  await twice.createTopics({ in: { cleanup: "delete" } });
  expect(await twice.append([write("a", "1")])).toEqual({ appended: 2, skipped: 0, skippedAt: [] });
  expect(await readAll(twice, "in")).toEqual(await readAll(log, "in"));
  expect(twice.figures?.()).toEqual(log.figures?.());
});
