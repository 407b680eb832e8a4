import { expect, test } from "vitest";
import { logLike } from "../../connectors/log-like.ts";
import { watchPartitions } from "../../pipelines/partition-watch.ts";
import { createMemoryLog, createVirtualClock } from "../../pipelines/testing.ts";
import { copy, follow, lag, until, write } from "../support/log-work.ts";

/** A log of one partition with group "g" on it, watched. */
async function watched() {
  const clock = createVirtualClock(0);
  const log = createMemoryLog({ clock });
  await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
  const watch = watchPartitions(log, [{ group: "g", from: ["in"] }], clock);
  const readOn = async () => {
    const member = follow(log, "g", copy);
    await until(async () => (await lag(log, "g")) === 0);
    await member.end();
  };
  return { clock, log, watch, readOn };
}

test("watchPartitions: tells position, end and lag of each partition", async () => {
  const { log, watch, readOn } = await watched();
  expect(await watch.look()).toEqual([
    { group: "g", topic: "in", partition: 0, committed: undefined, end: 0, lag: 0, stillMs: 0 },
  ]);
  await log.append([write("a", "1")]);
  await readOn();
  expect(await watch.look()).toMatchObject([{ committed: 1, end: 1, lag: 0 }]);
});

test("watchPartitions: a partition is still from when entries wait and the position does not move", async () => {
  const { clock, log, watch, readOn } = await watched();
  await watch.look();
  await clock.advance(60_000); // idle, which is no standstill
  await log.append([write("a", "1"), write("a", "2")]);
  expect(await watch.look()).toMatchObject([{ lag: 2, stillMs: 0 }]);
  await clock.advance(31_000);
  expect(await watch.look()).toMatchObject([{ lag: 2, stillMs: 31_000 }]);
  await readOn();
  await log.append([write("a", "3")]);
  expect(await watch.look()).toMatchObject([{ committed: 2, lag: 1, stillMs: 0 }]);
  await clock.advance(5_000);
  expect(await watch.look()).toMatchObject([{ stillMs: 5_000 }]);
});

test("watchPartitions: asks for the positions of a group once a look", async () => {
  const { clock, log, readOn } = await watched();
  await log.append([write("a", "1")]);
  await readOn();
  let asked = 0;
  const given: unknown[] = [];
  const counted = logLike(log, {
    committed: (topic, group) => {
      asked++;
      return log.committed(topic, group);
    },
    lag: (topic, group, positions) => {
      given.push(positions);
      return log.lag(topic, group, positions);
    },
  });
  await watchPartitions(counted, [{ group: "g", from: ["in"] }], clock).look();
  expect([asked, given]).toEqual([1, [[1]]]);
});
